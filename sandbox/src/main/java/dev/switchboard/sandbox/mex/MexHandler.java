// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.sandbox.group.GroupsHandler;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.newsletter.Newsletters;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Namespace `w:mex`: does what a query wants, and answers it or says why not, both as JSON.
public final class MexHandler implements IqHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MexHandler.class);

    private final GroupOperations groups;
    private final NewsletterOperations newsletters;
    private final BiConsumer<Account, String> about;
    private final ReachOutLock lock;

    /// What queries are about.
    ///
    /// @param about changes an account's about text
    /// @param lock what keeps accounts from strangers
    public record Subjects(
            Registry registry,
            Groups groups,
            GroupsHandler groupSettings,
            Newsletters newsletters,
            Pictures pictures,
            BiConsumer<Account, String> about,
            ReachOutLock lock) {}

    /// A handler on everything that can be asked about.
    public MexHandler(Subjects subjects, Post post, StanzaIds ids, InstantSource clock) {
        MexNotices notices = new MexNotices(post, ids, clock);
        this.groups = new GroupOperations(subjects.groups, subjects.groupSettings);
        this.newsletters =
                new NewsletterOperations(subjects.newsletters, subjects.registry, subjects.pictures, notices);
        this.about = subjects.about;
        this.lock = subjects.lock;
    }

    @Override
    public Answer answer(IqRequest request) {
        Optional<Node> query = request.child("query");
        if (query.isEmpty()) {
            return Answer.badRequest();
        }
        Optional<JsonNode> variables = MexJson.variables(query.get().contentBytes());
        String number =
                query.get().text("query_id").or(() -> query.get().text("id")).orElse("");
        return variables
                .map(known -> result(number, new MexQuery(request.device(), known)))
                .orElseGet(Answer::badRequest);
    }

    private Answer result(String number, MexQuery query) {
        ObjectNode json = MexJson.object();
        Optional<Operation> operation = Operation.of(number, query.variables());
        if (operation.isEmpty()) {
            LOG.warn("an unknown query: {}", number);
            refuse(json, new MexQuery.Refusal(400, "unknown query, document not found"));
        } else {
            try {
                json.set("data", answer(operation.get(), query));
            } catch (MexQuery.Refusal refusal) {
                refuse(json, refusal);
            } catch (WireException _) {
                refuse(json, MexQuery.badRequest());
            }
        }
        return Answer.of(Node.of("result", MexJson.write(json)));
    }

    private static void refuse(ObjectNode json, MexQuery.Refusal refusal) {
        json.putArray("errors")
                .addObject()
                .put("message", refusal.getMessage())
                .putObject("extensions")
                .put("error_code", refusal.code())
                .put("severity", "CRITICAL")
                .put("is_retryable", false);
        json.putNull("data");
    }

    private ObjectNode answer(Operation operation, MexQuery query) {
        return switch (operation) {
            case SUB_GROUPS -> groups.subGroups(query);
            case SUB_GROUP_COUNTS -> groups.counts(query);
            case SUB_GROUP_SUGGESTIONS -> groups.suggestions(query);
            case GROUP_PROPERTY -> groups.update(query);
            case NEWSLETTER_CREATE -> newsletters.create(query);
            case NEWSLETTER_METADATA -> newsletters.metadata(query);
            case NEWSLETTER_LIST -> newsletters.subscribed(query);
            case NEWSLETTER_JOIN -> newsletters.join(query);
            case NEWSLETTER_LEAVE -> newsletters.leave(query);
            case NEWSLETTER_UPDATE -> newsletters.update(query);
            case NEWSLETTER_MUTE -> newsletters.mute(query, true);
            case NEWSLETTER_UNMUTE -> newsletters.mute(query, false);
            case NEWSLETTER_SUBSCRIBERS -> newsletters.subscribers(query);
            case NEWSLETTER_RECOMMENDED -> newsletters.all(query, "xwa2_newsletters_recommended");
            case NEWSLETTER_DIRECTORY -> newsletters.all(query, "xwa2_newsletters_directory_list");
            case NEWSLETTER_ADMIN_COUNT -> newsletters.adminCount(query);
            case NEWSLETTER_CAPABILITIES -> newsletters.capabilities(query);
            case NEWSLETTER_REACTION_SENDERS -> newsletters.reactionSenders(query);
            case NEWSLETTER_CHANGE_OWNER -> newsletters.changeOwner(query);
            case NEWSLETTER_DEMOTE -> newsletters.demote(query);
            case NEWSLETTER_DELETE -> newsletters.delete(query);
            case REACHOUT_LOCK -> reachOutLock(query);
            case MESSAGE_CAPPING -> capping();
            case ABOUT_TEXT -> writeAbout(query);
            case PLAIN -> newsletters.subscribed(query).setAll(reachOutLock(query));
        };
    }

    private ObjectNode reachOutLock(MexQuery query) {
        return MexQuery.answer(
                "xwa2_fetch_account_reachout_timelock",
                lock.state(query.device().account()));
    }

    private static ObjectNode capping() {
        return MexQuery.answer(
                "xwa2_message_capping_info",
                MexJson.object()
                        .put("total_quota", 0)
                        .put("used_quota", 0)
                        .put("ote_status", "NOT_ELIGIBLE")
                        .put("mv_status", "NOT_ELIGIBLE")
                        .put("capping_status", "NONE"));
    }

    private ObjectNode writeAbout(MexQuery query) {
        about.accept(query.asker(), query.text("text").orElse(""));
        return MexQuery.answer("xwa2_update_text_status", MexJson.object().put("result", "SUCCESS"));
    }
}
