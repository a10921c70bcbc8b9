"""What was changed between a page and a claim: one module a kind, each naming both sides with their places."""
