package io.countersign.database.liquibase;

import liquibase.AbstractExtensibleObject;
import liquibase.ui.InputHandler;
import liquibase.ui.UIService;

/** Liquibase talks to a console; a library must not. Asked something, it gives the default answer. */
final class SilentUi extends AbstractExtensibleObject implements UIService {

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    public void sendMessage(String message) {
        // what matters is reported by Progress, in the product's own words
    }

    @Override
    public void sendErrorMessage(String message) {
        // errors arrive as exceptions
    }

    @Override
    public void sendErrorMessage(String message, Throwable exception) {
        // errors arrive as exceptions
    }

    @Override
    public <T> T prompt(String prompt, T valueIfNoEntry, InputHandler<T> inputHandler, Class<T> type) {
        return valueIfNoEntry;
    }

    @Override
    public void setAllowPrompt(boolean allowPrompt) {
        // never
    }

    @Override
    public boolean getAllowPrompt() {
        return false;
    }
}
