"""Content files and database rows: read, checked, loaded and dumped."""
