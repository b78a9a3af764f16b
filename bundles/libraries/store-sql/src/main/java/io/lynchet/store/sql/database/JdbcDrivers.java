// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.osgi.framework.BundleReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDBC drivers that register themselves with the driver manager when their class is loaded. */
public final class JdbcDrivers {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDrivers.class);

    private JdbcDrivers() {}

    /**
     * Deregisters a driver that a bundle brought. The driver manager would otherwise keep it, its class loader and its
     * native library for good. A driver of the application's own class loader stays: it stays loaded in any case, and a
     * program that embeds Lynchet may use it, too.
     */
    public static void deregister(String className) {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getName().equals(className)
                    && driver.getClass().getClassLoader() instanceof BundleReference) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    LOG.warn("The driver {} could not be deregistered.", className, e);
                }
            }
        }
    }
}
