"""What the programme itself brings against its people, tools and budget."""
