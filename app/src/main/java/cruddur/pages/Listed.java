package cruddur.pages;

import cruddur.database.Cursor;

/// What a list shows, with its place in the list.
public interface Listed {

    Cursor place();
}
