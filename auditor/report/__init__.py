"""What people and other tools see of an audit.

Each format is a module with ``render(audits, **options) -> str``: pure, so the same audits give the same bytes.
They are plugins of the group ``auditor.formats``; an outside package adds one with an entry point in that group.
"""
