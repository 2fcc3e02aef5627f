"""Who may call a meeting."""

from coproduce.people.projects.rules import may_run as may_plan_event

__all__ = ["may_plan_event"]
