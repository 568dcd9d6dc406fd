package ai.a5c.krate.server.console;

import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.ErrorPage;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Map;

/** Renders templates, under a policy that lets a page run only our own scripts. */
public final class Pages implements ErrorPage {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

    void show(Context context, String template, Map<String, Object> parameters) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Frame-Options", "DENY")
                .header("Cache-Control", "no-store")
                .html(text(template, parameters));
    }

    String text(String template, Map<String, Object> parameters) {
        StringOutput output = new StringOutput();
        templates.render(template, parameters, output);
        return output.toString();
    }

    @Override
    public String render(ErrorCode code, String message, String correlationId) {
        Shell shell = Shell.bare("Not possible");
        return text(
                "problem.jte",
                Map.of("shell", shell, "code", code.name(), "message", message, "correlation", correlationId));
    }
}
