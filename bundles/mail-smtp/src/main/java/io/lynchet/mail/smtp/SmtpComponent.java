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

/** Offers a mailer as soon as a server is configured; without one the bundle does nothing. */
@Component(
        name = "io.lynchet.mail.smtp",
        immediate = true,
        service = {})
@Designate(ocd = SmtpComponent.Config.class)
public final class SmtpComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpComponent.class);

    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet mail by SMTP")
    public @interface Config {
        @AttributeDefinition(
                name = "Host",
                description = "Name of the mail server, as in its certificate. Empty: no mail is sent.")
        String host() default "";

        @AttributeDefinition(name = "Port", description = "Port of the mail server.", min = "1", max = "65535")
        int port() default 587;

        @AttributeDefinition(name = "User name", description = "Login name; empty when the server wants no login.")
        String username() default "";

        @AttributeDefinition(
                name = "Password",
                description = "Goes with the user name. Never logged.",
                type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(
                name = "Sender",
                description = "Address that mail comes from, such as app@example.org or Shop <app@example.org>.")
        String from() default "";

        @AttributeDefinition(
                name = "Security",
                description = "starttls: begins in the clear and must switch to TLS; tls: TLS at once (port 465);"
                        + " none: in the clear, the password too.",
                options = {@Option("starttls"), @Option("tls"), @Option("none")})
        String security() default "starttls";

        @AttributeDefinition(
                name = "Time-out",
                description = "How long the hand-over of one message may take, in milliseconds.",
                min = "100",
                max = "30000")
        int timeoutMillis() default 10_000;

        @AttributeDefinition(
                name = "EHLO name",
                description =
                        "What this machine calls itself to the mail server, such as app.example.org. Empty: the name"
                                + " that the platform knows.")
        String ehloName() default "";
    }

    private SmtpMailer mailer;
    private ServiceRegistration<Mailer> registration;

    @Activate
    void activate(BundleContext context, Config config) {
        if (config.host().isBlank()) {
            LOG.debug("io.lynchet.mail.smtp: host is not set, so there is no mail.");
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
            LOG.warn("io.lynchet.mail.smtp: security is none, so the password goes over the network in the clear.");
        }
        mailer = new SmtpMailer(settings, null);
        registration = context.registerService(Mailer.class, mailer, null);
    }

    @Deactivate
    void deactivate() {
        if (registration != null) {
            // Returns when nobody is inside it any more; only then the watch over running hand-overs may end.
            registration.unregister();
            mailer.close();
        }
    }
}
