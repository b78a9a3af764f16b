// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import io.lynchet.api.auth.Mailer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component that registers a mailer when a server is configured; without one the bundle does nothing. */
@Component(
        name = "io.lynchet.mail.smtp",
        immediate = true,
        service = {})
@Designate(ocd = SmtpComponent.Config.class)
public final class SmtpComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpComponent.class);

    /** The configuration of the mail server. */
    @ObjectClassDefinition(name = "Lynchet mail by SMTP")
    public @interface Config {
        @AttributeDefinition(
                name = "Host",
                description = "Host name of the mail server, as in its certificate. Empty: no mail is sent.")
        String host() default "";

        @AttributeDefinition(name = "Port", description = "Port of the mail server.", min = "1", max = "65535")
        int port() default 587;

        @AttributeDefinition(
                name = "User name",
                description = "User name for the login; empty when the server needs no login.")
        String username() default "";

        @AttributeDefinition(
                name = "Password",
                description = "Password for the login. Never logged.",
                type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(
                name = "Sender",
                description = "Sender of all mail, such as app@example.org or Shop <app@example.org>.")
        String from() default "";

        @AttributeDefinition(
                name = "Security",
                description = "starttls: begins unencrypted and must switch to TLS; tls: TLS at once (port 465);"
                        + " none: unencrypted, the password too.",
                options = {@Option("starttls"), @Option("tls"), @Option("none")})
        String security() default "starttls";

        @AttributeDefinition(
                name = "Time-out",
                description = "Milliseconds in which the mail server must accept one message.",
                min = "100",
                max = "30000")
        int timeoutMillis() default 10_000;

        @AttributeDefinition(
                name = "EHLO name",
                description =
                        "Name of this machine in the greeting of the mail server, such as app.example.org. Empty: the"
                                + " name that the platform knows.")
        String ehloName() default "";
    }

    private SmtpMailer mailer;
    private ServiceRegistration<Mailer> registration;

    @Activate
    void activate(BundleContext context, Config config) {
        if (config.host().isBlank()) {
            LOG.debug("io.lynchet.mail.smtp: host is not set, so no mail is sent.");
            return;
        }
        SmtpSettings settings = new SmtpSettings(
                config.host().strip(),
                config.port(),
                config.username(),
                config.password(),
                config.from().strip(),
                SmtpSettings.Security.named(config.security()),
                config.timeoutMillis(),
                config.ehloName().strip());
        if (settings.security() == SmtpSettings.Security.NONE && settings.hasLogin()) {
            LOG.warn("io.lynchet.mail.smtp: security is none, so the password crosses the network unencrypted.");
        }
        mailer = new SmtpMailer(settings, null);
        registration = context.registerService(Mailer.class, mailer, null);
    }

    @Deactivate
    void deactivate() {
        if (registration != null) {
            // Returns when no call is inside any more; only then the timer of running messages may end.
            registration.unregister();
            mailer.close();
        }
    }
}
