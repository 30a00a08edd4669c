package io.countersign.database.generic;

import io.countersign.database.ConnectionSettings;
import io.countersign.database.Dialect;
import io.countersign.database.SqlErrors;
import io.countersign.database.TargetDatabase;
import io.countersign.database.jdbc.Connector;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Any other database whose driver is on the class path, by plain JDBC. */
public final class GenericDialect implements Dialect {

    @Override
    public boolean accepts(String url) {
        return true;
    }

    @Override
    public TargetDatabase connect(ConnectionSettings settings) {
        Driver driver = Stream.of(Thread.currentThread().getContextClassLoader(), GenericDialect.class.getClassLoader())
                .flatMap(loader -> driver(settings.url(), loader).stream())
                .findFirst()
                .orElseThrow(() -> unsupported(settings));
        return new GenericTarget(new Connector(settings, driver::connect, new Properties()));
    }

    private static Optional<Driver> driver(String url, ClassLoader loader) {
        return ServiceLoader.load(Driver.class, loader).stream()
                .flatMap(provider -> usable(provider, url).stream())
                .findFirst();
    }

    /** A broken driver must not hide the ones behind it. */
    private static Optional<Driver> usable(ServiceLoader.Provider<Driver> provider, String url) {
        try {
            Driver driver = provider.get();
            return driver.acceptsURL(url) ? Optional.of(driver) : Optional.empty();
        } catch (ServiceConfigurationError | SQLException e) {
            return Optional.empty();
        }
    }

    private static CountersignException unsupported(ConnectionSettings settings) {
        return CountersignException.problem(ProblemCode.DATABASE_UNSUPPORTED)
                .found("No JDBC driver on the class path understands the URL of %s.", new SqlErrors(settings).target())
                .expected("A URL of PostgreSQL, MariaDB, MySQL or H2, or a driver for it beside the plugin.")
                .remedy("Check the URL, or add the driver to the plugin's dependencies.")
                .build();
    }
}
