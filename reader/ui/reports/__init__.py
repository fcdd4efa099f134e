"""Reports in the window: choosing, outlining and saving one."""
