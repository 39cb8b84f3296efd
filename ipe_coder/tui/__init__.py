"""The terminal application: screens, dialogs and widgets over the library."""
