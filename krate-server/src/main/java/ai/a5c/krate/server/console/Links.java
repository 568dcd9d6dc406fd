package ai.a5c.krate.server.console;

/** Addresses from outside that may be followed. */
final class Links {

    private Links() {}

    /** The address if it leads to the web, else empty. */
    static String web(String address) {
        return address.startsWith("https://") || address.startsWith("http://") ? address : "";
    }

    /** The address if it stays on this server, else the start page. */
    static String local(String address) {
        boolean stays = address.startsWith("/")
                && !address.startsWith("//")
                && address.chars().noneMatch(character -> character == '\\' || character < ' ');
        return stays ? address : "/";
    }
}
