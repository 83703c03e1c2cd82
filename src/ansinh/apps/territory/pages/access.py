"""Who may open which page of this room."""

from __future__ import annotations

from ansinh.apps.ui.access import allowed

__all__ = ["CONVERT", "SHARE", "VIEW", "allowed"]

VIEW, SHARE, CONVERT = "territory.view_units", "territory.record_share", "territory.convert_series"
