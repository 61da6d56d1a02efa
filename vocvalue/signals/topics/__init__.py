"""How often customers mention what: topics by their phrases, praised or complained of."""
