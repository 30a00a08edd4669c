package io.countersign.database.liquibase;

import io.countersign.progress.Progress;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.NoOpLogger;

/**
 * Passes Liquibase's warnings on and drops the rest of its log, which runs to dozens of lines for a tiny changelog.
 * Errors are not passed on: they arrive as exceptions, and would be told twice.
 */
final class ProgressLogService extends AbstractLogService {
    private final Logger logger;

    ProgressLogService(Progress progress) {
        this.logger = new WarningsOnly(progress);
    }

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by Liquibase
    public Logger getLog(Class source) {
        return logger;
    }

    private static final class WarningsOnly extends NoOpLogger {
        private final Progress progress;

        WarningsOnly(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void close() {
            // nothing is held open
        }

        @Override
        public void warning(String message) {
            progress.warn("Liquibase: " + message);
        }

        @Override
        public void warning(String message, Throwable thrown) {
            warning(message);
        }
    }
}
