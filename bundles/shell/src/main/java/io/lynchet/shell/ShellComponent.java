// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.shell.cli.ShellServices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that opens the socket of the shell. It references no service: commands look up what they need when they
 * run. So the shell works when everything else is broken, which is when it is needed most.
 */
@Component(
        name = "io.lynchet.shell",
        immediate = true,
        service = {})
@Designate(ocd = ShellComponent.Config.class)
public final class ShellComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ShellComponent.class);
    private static final String SOCKET = "lynchet.shell.socket";

    /** The configuration of the shell. */
    @ObjectClassDefinition(name = "Lynchet shell")
    public @interface Config {
        @AttributeDefinition(
                name = "Sessions",
                description = "Most clients that are connected to the shell at a time; further ones are refused.",
                min = "1",
                max = "64")
        int sessionsMax() default 8;
    }

    private final List<ServiceRegistration<?>> registrations = new CopyOnWriteArrayList<>();
    private ShellServer server;

    @Activate
    void activate(BundleContext context, Config config) throws IOException {
        String socket = context.getProperty(SOCKET);
        if (socket == null || socket.isBlank()) {
            LOG.info("The shell does not start: the framework property {} is not set.", SOCKET);
            return;
        }
        ShellServices services = new OsgiServices(context);
        Gogo gogo = new Gogo(
                services,
                (command, function) -> register(
                        context,
                        Function.class,
                        function,
                        Map.of("osgi.command.scope", Gogo.SCOPE, "osgi.command.function", command.name())),
                () -> register(
                        context,
                        Converter.class,
                        new BundleConverter(context),
                        Map.of(Converter.CONVERTER_CLASSES, Bundle.class.getName())));
        server = ShellServer.open(Path.of(socket), config.sessionsMax(), gogo, new Completion(services));
    }

    private <T> void register(BundleContext context, Class<T> type, T service, Map<String, Object> properties) {
        registrations.add(context.registerService(type, service, FrameworkUtil.asDictionary(properties)));
    }

    @Deactivate
    void deactivate() throws IOException {
        if (server != null) {
            server.close();
        }
        registrations.forEach(ServiceRegistration::unregister);
    }
}
