"""What each kind of rule makes of the wording its triggers found."""
