"""Slots, proposals and remarks from plain data: no site is needed to try, measure or understand it."""
