// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.audience.AudienceViews.BadRow;
import dev.switchboard.gateway.audience.ContactLists;
import dev.switchboard.gateway.audience.PeopleQuery;
import dev.switchboard.gateway.campaign.Campaign.Kind;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.template.TemplateDefinition;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a campaign is to be: looks up its templates, takes in their files, and checks its times.
public final class CampaignOrders {
    private static final int MOST_VARIANTS = 10;

    private final Templates templates;
    private final ContactLists lists;
    private final Tenants tenants;
    private final Senders senders;

    public CampaignOrders(Templates templates, ContactLists lists, Tenants tenants, Senders senders) {
        this.templates = templates;
        this.lists = lists;
        this.tenants = tenants;
        this.senders = senders;
    }

    /// A text of one template's, as the dialects want it.
    public Campaigns.Order plain(Session session, String name, Template template, Optional<Instant> schedule) {
        CampaignPlan.Variant variant = variant(session, "A", template, 1);
        CampaignPlan plan = new CampaignPlan(
                List.of(variant), tenants.zone(session.key().tenant()).getId(), null, null, null, null);
        return new Campaigns.Order(session, name, Kind.ONCE, plan, schedule);
    }

    Campaigns.Order read(Caller caller, Session session, CampaignViews.Wish wish) {
        String name = Objects.requireNonNullElse(wish.name(), "");
        if (name.isBlank() || name.length() > 200) {
            throw CampaignViews.refused("The field name is missing, blank or too long.", "1 to 200 characters");
        }
        if (wish.recurrence() != null && wish.trigger() != null) {
            throw CampaignViews.refused("A campaign cannot come back and be triggered.", "recurrence or trigger");
        }
        ZoneId zone = zone(caller, wish.zone());
        Kind kind = wish.recurrence() != null ? Kind.RECURRING : wish.trigger() != null ? Kind.TRIGGERED : Kind.ONCE;
        CampaignPlan plan = new CampaignPlan(
                variants(caller, session, wish),
                zone.getId(),
                wish.quietHours(),
                wish.recurrence(),
                wish.trigger(),
                audience(caller, wish));
        check(plan, zone);
        return new Campaigns.Order(session, name, kind, plan, schedule(wish, zone));
    }

    private ZoneId zone(Caller caller, @Nullable String text) {
        try {
            return text == null ? tenants.zone(caller.tenant()) : ZoneId.of(text);
        } catch (DateTimeException _) {
            throw CampaignViews.refused("The field zone is no time zone.", "a zone such as Europe/Berlin");
        }
    }

    private static void check(CampaignPlan plan, ZoneId zone) {
        try {
            Instant now = Instant.EPOCH;
            plan.quietEnd(now);
            if (plan.recurrence() != null) {
                QuietTimes.next(plan.recurrence(), zone, now);
            }
            if (plan.quiet() != null && QuietTimes.days(plan.quiet().days()).size() == 7) {
                throw new DateTimeException("days: all (expected: one left)");
            }
        } catch (DateTimeException | NullPointerException _) {
            throw CampaignViews.refused(
                    "The quiet hours or the recurrence have another form.",
                    "from and to as 20:00; days mon to sun, not all; every day, week or month with at as 09:00");
        }
        CampaignPlan.Trigger trigger = plan.trigger();
        if (trigger != null) {
            boolean known = List.of("tag", "list", "first_contact", "call").contains(String.valueOf(trigger.on()));
            long delay = Objects.requireNonNullElse(trigger.delaySeconds(), 0L);
            if (!known || delay < 0 || delay > 31_536_000L) {
                throw CampaignViews.refused(
                        "The trigger has another form.", "on tag, list, first_contact or call; delaySeconds to a year");
            }
        }
    }

    private static Optional<Instant> schedule(CampaignViews.Wish wish, ZoneId zone) {
        String text = wish.schedule();
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.strip().matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                            ? OffsetDateTime.parse(text.strip()).toInstant()
                            : LocalDateTime.parse(text.strip()).atZone(zone).toInstant());
        } catch (DateTimeException _) {
            throw CampaignViews.refused(
                    "The field schedule is not a time.",
                    "a time as 2026-11-25T09:00:00+01:00, or without offset in the campaign's zone");
        }
    }

    private @Nullable PeopleQuery audience(Caller caller, CampaignViews.Wish wish) {
        PeopleQuery audience = wish.audience();
        if (wish.filter() != null) {
            audience = lists.filter(caller.tenant(), wish.filter())
                    .orElseThrow(() -> Problem.of(ProblemKind.FILTER_NOT_FOUND, "There is no such filter.")
                            .refusal())
                    .query();
        }
        if (audience != null && !caller.sessions().isEmpty()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The credential is for some sessions, not for the tenant's people.")
                    .withAdvice("Name the recipients.")
                    .refusal();
        }
        String list = audience == null ? null : audience.list();
        if (list != null && lists.find(caller.tenant(), list).isEmpty()) {
            throw Problem.of(ProblemKind.LIST_NOT_FOUND, "There is no such list.")
                    .refusal();
        }
        return audience;
    }

    private List<CampaignPlan.Variant> variants(Caller caller, Session session, CampaignViews.Wish wish) {
        List<CampaignViews.VariantWish> wishes = wish.variants() == null
                ? List.of(new CampaignViews.VariantWish("A", wish.templateId(), null, 1))
                : wish.variants();
        if (wishes.isEmpty()
                || wishes.size() > MOST_VARIANTS
                || (wish.variants() != null && wish.templateId() != null)) {
            throw CampaignViews.refused(
                    "It is not said which template is sent.", "templateId, or 1 to " + MOST_VARIANTS + " variants");
        }
        List<CampaignPlan.Variant> variants = new ArrayList<>();
        for (CampaignViews.VariantWish one : wishes) {
            int weight = Objects.requireNonNullElse(one.weight(), 1);
            String standard = String.valueOf((char) ('A' + variants.size()));
            String name = Objects.requireNonNullElse(one.name(), standard);
            if (weight < 1 || weight > 100 || name.isBlank() || name.length() > 64) {
                throw CampaignViews.refused("A variant has another form.", "weight 1 to 100, name to 64 characters");
            }
            variants.add(variant(session, name, template(caller, one), weight));
        }
        return variants;
    }

    private Template template(Caller caller, CampaignViews.VariantWish wish) {
        String id = wish.templateId();
        if (id == null) {
            throw CampaignViews.refused("The field templateId is missing.", "templateId of one of /api/v1/templates");
        }
        Integer version = wish.version();
        return (version == null ? templates.find(caller.tenant(), id) : templates.find(caller.tenant(), id, version))
                .orElseThrow(() -> Problem.of(ProblemKind.TEMPLATE_NOT_FOUND, "There is no such template.")
                        .withAdvice("GET /api/v1/templates lists those there are.")
                        .refusal());
    }

    private CampaignPlan.Variant variant(Session session, String name, Template template, int weight) {
        TemplateDefinition.Header header = template.definition().header();
        return new CampaignPlan.Variant(
                name,
                template.id(),
                template.version(),
                weight,
                template.definition(),
                header == null ? null : file(session, header));
    }

    /// The header's file, in the session's store from now on.
    private String file(Session session, TemplateDefinition.Header header) {
        try {
            MediaKind kind = MediaKind.valueOf(header.type().toUpperCase(Locale.ROOT));
            Content content =
                    senders.attachment(session, header.input(), new Senders.Shown(kind, Optional.empty(), false));
            return ((Content.Attachment) content).mediaId();
        } catch (IOException _) {
            throw Problem.of(ProblemKind.MEDIA_NOT_FETCHED, "The template's file could not be brought in.")
                    .refusal();
        }
    }

    /// Those somebody names; who is no address is told.
    static List<Addressee> addressees(@Nullable List<CampaignViews.To> wishes, List<BadRow> bad) {
        List<Addressee> addressees = new ArrayList<>();
        List<CampaignViews.To> all = Objects.requireNonNullElse(wishes, List.of());
        for (int i = 0; i < all.size(); i++) {
            CampaignViews.To wish = all.get(i);
            Optional<Jid> jid =
                    wish == null || wish.phone() == null ? Optional.empty() : AnyAddress.parse(wish.phone());
            if (jid.isEmpty()) {
                bad.add(new BadRow(i + 1L, "the number is not acceptable"));
                continue;
            }
            Map<String, String> values = new LinkedHashMap<>();
            Objects.requireNonNullElse(wish.variables(), Map.<String, String>of())
                    .forEach((name, value) -> {
                        if (value != null) {
                            values.put(name, value);
                        }
                    });
            addressees.add(new Addressee(jid.get(), values, wish.language()));
        }
        return addressees;
    }
}
