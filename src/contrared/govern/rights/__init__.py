"""Time and rights: nothing is held for ever, what is needed for a court is kept, what was false is put right."""
