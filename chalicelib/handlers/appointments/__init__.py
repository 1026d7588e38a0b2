"""Appointments, over HTTP and by the clock."""
