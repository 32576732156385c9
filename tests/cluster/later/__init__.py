"""What a later version of the site would bring: a migration of a table that readers' pages read."""
