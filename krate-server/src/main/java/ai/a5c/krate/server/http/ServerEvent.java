package ai.a5c.krate.server.http;

/**
 * One server-sent event (WHATWG HTML, 9.2).
 *
 * @param id what a client resumes after, or 0 for none
 */
public record ServerEvent(long id, String type, String data) {

    /** As it goes over the wire. */
    public String text() {
        StringBuilder text = new StringBuilder(data.length() + 64);
        if (id > 0) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(type.replaceAll("[\\r\\n]", "")).append('\n');
        for (String line : data.split("\\r\\n|\\r|\\n", -1)) {
            text.append("data: ").append(line).append('\n');
        }
        return text.append('\n').toString();
    }
}
