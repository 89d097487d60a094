"""What people write by hand: pairs they pass over, tips and what they find of them, inquiries they send."""
