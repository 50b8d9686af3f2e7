"""Checks of the content: what must hold in every talk and in every text."""
