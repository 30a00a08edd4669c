package io.countersign.database.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a tool printed. */
public final class Printed implements ToolRun.Sink {
    private static final int LONGEST = 4096;

    private volatile String text = "";

    @Override
    public void from(InputStream output) throws IOException {
        text = Tail.of(output, LONGEST).text(StandardCharsets.UTF_8);
    }

    /** Empty where nothing was printed. */
    public String lastLine() {
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }
}
