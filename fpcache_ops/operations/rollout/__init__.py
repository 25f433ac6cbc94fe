"""The roll-out: blue and green, a judge that looks every minute, and the way back."""
