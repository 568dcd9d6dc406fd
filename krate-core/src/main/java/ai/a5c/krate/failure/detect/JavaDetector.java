package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;

/** Reads exceptions that ended a Java program. */
final class JavaDetector implements Detector {

    private boolean open;

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("Exception in thread \"")) {
            int end = text.indexOf('"', "Exception in thread \"".length());
            open = end > 0;
            if (open) {
                String message = text.substring(end + 1).strip();
                Cause cause = message.startsWith("java.lang.OutOfMemoryError") ? Cause.RESOURCES : Cause.SCRIPT;
                findings.report(Finding.of(Tool.JAVA, cause, Rank.MESSAGE, message));
            }
        } else if (open && text.startsWith("Caused by: ")) {
            findings.detail(Tool.JAVA, text);
        } else if (open && text.startsWith("at ")) {
            Place.lead(Cursor.between(text, "(", ")")).ifPresent(lead -> findings.place(Tool.JAVA, lead.place()));
        } else {
            open = open && text.startsWith("... ");
        }
    }
}
