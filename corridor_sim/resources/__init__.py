"""Resources: opening hours and timetables, from the planner's words to seconds."""
