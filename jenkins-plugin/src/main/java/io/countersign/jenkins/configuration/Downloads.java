package io.countersign.jenkins.configuration;

import java.io.IOException;
import java.util.Locale;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Answers that a browser saves. */
public final class Downloads {
    private Downloads() {}

    /** @param name of the file; letters, digits and a few signs, because it is made from names that are so */
    public static HttpResponse of(byte[] bytes, String type, String name) {
        return new HttpResponse() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                    throws IOException {
                response.setContentType(type);
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.setHeader(
                        "Content-Disposition", String.format(Locale.ROOT, "attachment; filename=\"%s\"", name));
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
            }
        };
    }
}
