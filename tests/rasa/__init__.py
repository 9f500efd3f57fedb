"""What plugs into the Rasa server, each part by itself, on real databases and a real Redis."""
