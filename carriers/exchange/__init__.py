"""Content in and out: YAML as in carriers/data, tables of texts for translators, and a dry run before every write."""
