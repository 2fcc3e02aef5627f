"""What every stage stands on: the numbered log, the record, keys, and the look of a page."""
