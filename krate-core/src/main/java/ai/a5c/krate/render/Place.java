package ai.a5c.krate.render;

/**
 * Where in a document a walk is.
 *
 * @param steady whether an old and a new version of the place can be told to be the same one
 * @param listKey the member by which an enclosing list tells its objects apart, or empty
 */
record Place(boolean steady, String listKey) {

    static final Place ROOT = new Place(true, "");

    Place member() {
        return new Place(steady, "");
    }

    Place items(String key) {
        return new Place(steady && !key.isEmpty(), key);
    }
}
