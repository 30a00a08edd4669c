package io.countersign.jenkins.approval;

import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.Problem;
import io.countersign.problem.ProblemCode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** What requests are answered with: a page to people, JSON to whoever asks for it. */
public final class Answers {
    private static final int FORBIDDEN = 403;
    private static final int UNUSABLE = 400;
    private static final int GONE = 409;

    private Answers() {}

    /** A value that may not be computable. */
    interface Value {
        Object get() throws IOException;
    }

    static boolean wantsJson(StaplerRequest2 request) {
        String accepted = request.getHeader("Accept");
        return accepted != null && accepted.startsWith("application/json");
    }

    static HttpResponse json(int status, Value value) {
        return new HttpResponse() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                    throws IOException {
                byte[] bytes;
                int answered = status;
                try {
                    bytes = Json.pretty(value.get());
                } catch (CountersignException e) {
                    bytes = Json.pretty(problem(e.problem()));
                    answered = status(e.code());
                }
                response.setStatus(answered);
                response.setContentType("application/json;charset=UTF-8");
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.getOutputStream().write(bytes);
            }
        };
    }

    static HttpResponse refusedAsJson(CountersignException refusal) {
        return json(status(refusal.code()), () -> problem(refusal.problem()));
    }

    /** The page {@code refused.jelly} of whatever refuses. */
    static HttpResponse refused(CountersignException refusal) {
        return new HttpResponse() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                    throws IOException, ServletException {
                response.setStatus(status(refusal.code()));
                request.setAttribute("problem", refusal.problem());
                request.getView(node, "refused.jelly").forward(request, response);
            }
        };
    }

    static HttpResponse back() {
        return HttpResponses.redirectTo(".");
    }

    private static int status(ProblemCode code) {
        return switch (code) {
            case APPROVAL_FORBIDDEN -> FORBIDDEN;
            case APPROVAL_CLOSED -> GONE;
            default -> UNUSABLE;
        };
    }

    private static Map<String, String> problem(Problem problem) {
        return Map.of("code", problem.code().code(), "problem", PipelineWords.of(problem));
    }
}
