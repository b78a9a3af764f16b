// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.shell.cli.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.Function;
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
 * Opens the socket of the shell. It references no service: commands look for what they need when they run, so the shell is there when
 * everything else is broken, which is when it is wanted most.
 */
@Component(
        name = "io.lynchet.shell",
        immediate = true,
        service = {})
@Designate(ocd = ShellComponent.Config.class)
public final class ShellComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ShellComponent.class);
    private static final String SOCKET = "lynchet.shell.socket";

    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet shell")
    public @interface Config {
        @AttributeDefinition(
                name = "Sessions",
                description = "Most clients connected to the shell at the same time.",
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
            LOG.info("There is no shell, as the framework property {} is not set.", SOCKET);
            return;
        }
        Services services = new OsgiServices(context);
        Gogo gogo = new Gogo(services, (command, function) -> {
            Dictionary<String, Object> properties = FrameworkUtil.asDictionary(
                    Map.of("osgi.command.scope", Gogo.SCOPE, "osgi.command.function", command.name()));
            registrations.add(context.registerService(Function.class, function, properties));
        });
        server = ShellServer.open(Path.of(socket), config.sessionsMax(), gogo, new Completion(services));
    }

    @Deactivate
    void deactivate() throws IOException {
        if (server != null) {
            server.close();
        }
        registrations.forEach(ServiceRegistration::unregister);
    }
}
