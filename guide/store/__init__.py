"""Where the site keeps things: the engines behind DATABASE_URL and CACHE_URL, moving between them, backups."""
