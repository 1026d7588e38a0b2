"""How a service of the catalogue is asked for."""

from datetime import date

from chalicelib import forms
from chalicelib.forms import Form
from chalicelib.services import Service


def form_in_force(service: Service, *, today: date) -> Form | None:
    """The form by which it is asked for here, its own or the general one; None if by no form."""
    return forms.in_force(forms.of_service(service.form), today=today) if service.by_form else None
