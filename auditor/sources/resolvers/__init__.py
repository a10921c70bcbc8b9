"""Resolvers that search: each takes a reference and a desk, asks one service, and names the sole page that fits."""
