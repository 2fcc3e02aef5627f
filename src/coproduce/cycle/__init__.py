"""The seven stages of the cycle, in the order of time: a later stage may know an earlier one, never the reverse."""
