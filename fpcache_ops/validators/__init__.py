"""Validators: each judges evidence and sees nothing else."""
