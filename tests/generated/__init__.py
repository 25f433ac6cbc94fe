"""Small labelled programs: written at random in a little language of their own, shown in others."""
