"""Scripts that make the data files of the package. They need more than the package does; nothing imports them."""
