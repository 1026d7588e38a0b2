"""The doors of projects and ideas."""
