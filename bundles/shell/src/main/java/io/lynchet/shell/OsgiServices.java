// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.ShellServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The framework as commands see it. Services are looked up by each command and not held: when one goes, the next
 * command finds its successor.
 */
final class OsgiServices implements ShellServices {
    private final BundleContext context;

    OsgiServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return Optional.ofNullable(reference).map(context::getService);
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        try {
            List<T> services = new ArrayList<>();
            for (ServiceReference<T> reference :
                    context.getServiceReferences(type, null).stream().sorted().toList()) {
                T service = context.getService(reference);
                if (service != null) {
                    services.add(service);
                }
            }
            return services;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    @Override
    public List<BundleFacts> bundles() {
        return Arrays.stream(context.getBundles()).map(OsgiServices::facts).toList();
    }

    private static BundleFacts facts(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        String state = state(bundle.getState());
        // A fragment can't become active; resolved is its final state.
        return new BundleFacts(
                bundle.getBundleId(),
                fragment && state.equals("resolved") ? "active" : state,
                String.valueOf(bundle.getSymbolicName()),
                bundle.getVersion().toString(),
                level == null ? 0 : level.getStartLevel(),
                bundle.getLocation());
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed";
            default -> "uninstalled";
        };
    }

    @Override
    public Map<String, Map<String, Object>> configurations() {
        Map<String, Map<String, Object>> byPid = new TreeMap<>();
        find(ConfigurationAdmin.class).ifPresent(admin -> {
            try {
                Configuration[] all = admin.listConfigurations(null);
                for (Configuration configuration : all == null ? new Configuration[0] : all) {
                    byPid.put(configuration.getPid(), values(configuration));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InvalidSyntaxException e) {
                throw new IllegalStateException("no filter was given", e);
            }
        });
        return byPid;
    }

    private static Map<String, Object> values(Configuration configuration) {
        Map<String, Object> values = new LinkedHashMap<>();
        var properties = configuration.getProperties();
        for (String key : Collections.list(properties.keys()).stream().sorted().toList()) {
            if (!key.startsWith("service.") && !key.startsWith("felix.")) {
                values.put(key, properties.get(key));
            }
        }
        return values;
    }

    /** The framework is loaded from the jar that holds the whole distribution. */
    @Override
    public Optional<byte[]> file(String path) {
        ClassLoader distribution = Bundle.class.getClassLoader();
        try (InputStream in = distribution.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
