"""Everything that make calls: setting up, checking, measuring, locking."""
