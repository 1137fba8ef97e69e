"""What is sent to publish a report."""

from django import forms


class PublishForm(forms.Form):
    """The draft that was read, as its seal."""

    seal = forms.CharField(max_length=200_000, widget=forms.HiddenInput)
