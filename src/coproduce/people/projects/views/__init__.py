"""The pages of a project that belong to no stage: for everybody who takes part, and for those who run it."""
