package io.countersign.jenkins.record;

import io.countersign.json.Json;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A value for programs, beside the page for people. */
public final class JsonView {
    private final Object value;

    public JsonView(Object value) {
        this.value = value;
    }

    public Answer doJson() {
        return new Answer(value);
    }

    /** The value as JSON, which no browser takes for a page. */
    public static final class Answer implements HttpResponse {
        private final Object value;

        Answer(Object value) {
            this.value = value;
        }

        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException {
            response.setContentType("application/json;charset=UTF-8");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.getOutputStream().write(Json.pretty(value));
        }
    }
}
