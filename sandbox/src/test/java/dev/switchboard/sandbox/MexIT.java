// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.GroupStanzas.create;
import static dev.switchboard.sandbox.GroupStanzas.group;
import static dev.switchboard.sandbox.GroupStanzas.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries of `w:mex`: every number that clients are known to send, and numbers that nobody knows.
class MexIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;

    @BeforeAll
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
    }

    @AfterAll
    void part() {
        alice.close();
        bob.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25149874324715067|{'input':{'name':'x'}}|xwa2_newsletter_create",
                "8823471724422422|{'input':{'name':'x','description':null}}|xwa2_newsletter_create",
                "6234210096708695|{'newsletter_input':{'name':'x'}}|xwa2_newsletter_create",
                "27527996220149684|{'newsletter_input':{'name':'x'}}|xwa2_newsletter_create",
                "77|{'input':{'name':'x'}}|xwa2_newsletter_create",
                "25383075034668475|{'input':{'key':'NEWS','type':'JID','view_role':'GUEST'}}|xwa2_newsletter",
                "6563316087068696|{'input':{'key':'NEWS','type':'JID'}}|xwa2_newsletter",
                "9779843322044422|{'input':{'key':'NEWS','type':'JID'}}|xwa2_newsletter",
                "30328461880085868|{'input':{'key':'NEWS','type':'JID'}}|xwa2_newsletter",
                "7272540469429201|{'input':{'key':'NEWS','type':'JID'}}|xwa2_newsletter",
                "77|{'input':{'key':'NEWS','type':'JID'}}|xwa2_newsletter",
                "33101596156151910|{}|xwa2_newsletter_subscribed",
                "6388546374527196|{}|xwa2_newsletter_subscribed",
                "8621797084555037|{}|xwa2_newsletter_subscribed",
                "77|{}|xwa2_newsletter_subscribed",
                "24404358912487870|{'newsletter_id':'NEWS'}|xwa2_newsletter_join_v2",
                "9926858900719341|{'newsletter_id':'NEWS'}|xwa2_newsletter_join_v2",
                "8621797084555037|{'newsletter_id':'NEWS'}|xwa2_newsletter_join_v2",
                "9767147403369991|{'newsletter_id':'NEWS'}|xwa2_newsletter_leave_v2",
                "6392786840836363|{'newsletter_id':'NEWS'}|xwa2_newsletter_leave_v2",
                "8782612271820087|{'newsletter_id':'NEWS'}|xwa2_newsletter_leave_v2",
                "24250201037901610|{'newsletter_id':'NEWS','updates':{'name':'y','settings':null}}|xwa2_newsletter_update",
                "7150902998257522|{'newsletter_id':'NEWS','updates':{'description':'y'}}|xwa2_newsletter_update",
                "7839742399440946|{'newsletter_id':'NEWS','updates':{'picture':''}}|xwa2_newsletter_update",
                "77|{'newsletter_id':'NEWS','updates':{'name':'y'}}|xwa2_newsletter_update",
                "29766401636284406|{'newsletter_id':'NEWS'}|xwa2_newsletter_mute_v2",
                "6274038279359549|{'newsletter_id':'NEWS'}|xwa2_newsletter_mute_v2",
                "5971669009605755|{'newsletter_id':'NEWS'}|xwa2_newsletter_mute_v2",
                "9864994326891137|{'newsletter_id':'NEWS'}|xwa2_newsletter_unmute_v2",
                "6068417879924485|{'newsletter_id':'NEWS'}|xwa2_newsletter_unmute_v2",
                "6104029483058502|{'newsletter_id':'NEWS'}|xwa2_newsletter_unmute_v2",
                "9783111038412085|{'newsletter_id':'NEWS'}|xwa2_newsletter_subscribers",
                "9537574256318798|{'input':{'newsletter_id':'NEWS','count':10}}|xwa2_newsletter_subscribers",
                "9800646650009898|{'input':{'newsletter_id':'NEWS','count':10}}|xwa2_newsletter_subscribers",
                "25403502652570342|{'input':{'newsletter_id':'NEWS','count':10}}|xwa2_newsletter_subscribers",
                "77|{'input':{'newsletter_id':'NEWS','count':10}}|xwa2_newsletter_subscribers",
                "7263823273662354|{'input':{'limit':20,'country_codes':['US']}}|xwa2_newsletters_recommended",
                "27256776790637714|{'input':{'limit':20}}|xwa2_newsletters_recommended",
                "6190824427689257|{'input':{'view':'RECOMMENDED','limit':50}}|xwa2_newsletters_directory_list",
                "77|{'input':{'view':'RECOMMENDED','limit':50}}|xwa2_newsletters_directory_list",
                "29186079397702825|{'newsletter_id':'NEWS'}|xwa2_newsletter_admin",
                "7130823597031706|{'newsletter_id':'NEWS'}|xwa2_newsletter_admin",
                "9801384413216421|{'newsletter_id':'NEWS'}|xwa2_newsletter_admin",
                "30062808666639665|{'newsletter_id':'NEWS'}|xwa2_newsletter_delete_v2",
                "23983697327930364|{}|xwa2_fetch_account_reachout_timelock",
                "77|{}|xwa2_fetch_account_reachout_timelock",
                "24503548349331633|{'input':{'type':'INDIVIDUAL_NEW_CHAT_MSG'}}|xwa2_message_capping_info",
                "9152604461510864|{'input':{'text':'busy'}}|xwa2_update_text_status",
            })
    void answersEveryKnownNumberAndOthersByTheirVariables(String number, String variables, String key) {
        Jid news = NewsletterIT.create(alice);
        JsonNode answer =
                NewsletterIT.ask(alice, number, variables.replace('\'', '"').replace("NEWS", news.toString()));
        assertThat(answer.has("errors")).as(answer::toString).isFalse();
        assertThat(answer.path("data").path(key).isContainerNode())
                .as(answer::toString)
                .isTrue();
    }

    @Test
    void showsTheGroupsOfACommunity() {
        Node query = Node.builder("create")
                .attr("subject", "Town")
                .child(Node.of("parent"))
                .child(Node.of("create_general_chat"))
                .build();
        Jid town = Jid.group(
                set(alice, Jid.GROUP_SERVER, query).requireChild("group").requireText("id"));
        Jid street = create(alice, "Street", bob.pn().bare());
        set(
                alice,
                town,
                Node.of(
                        "links",
                        Node.builder("link")
                                .attr("link_type", "sub_group")
                                .child(Node.builder("group").attr("jid", street))
                                .build()));
        JsonNode shown = NewsletterIT.ask(alice, "9935467776504344", "{\"group_id\":\"" + town + "\"}")
                .at("/data/xwa2_group_query_by_id");
        assertThat(shown.at("/default_sub_group/subject").asText()).isEqualTo("Town");
        assertThat(shown.at("/sub_groups/edges")).hasSize(2);
        assertThat(shown.at("/sub_groups/edges/0/node/properties/general_chat").asBoolean())
                .isTrue();
        assertThat(shown.at("/sub_groups/edges/1/node/id").asText()).isEqualTo(street.toString());
        JsonNode counted = NewsletterIT.ask(alice, "24079399904996141", "{\"input\":{\"group_jid\":\"" + town + "\"}}")
                .at("/data/xwa2_group_query_by_id/sub_groups/edges");
        assertThat(counted.at("/2/node/total_participants_count").asInt()).isEqualTo(2);
        TestCompanion carol = TestCompanion.ready(sandbox, newPhone());
        assertThat(NewsletterIT.ask(carol, "9935467776504344", "{\"group_id\":\"" + town + "\"}")
                        .at("/errors/0/extensions/error_code")
                        .asInt())
                .isEqualTo(403);
        carol.close();
    }

    @Test
    void changesPropertiesOfGroups() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        String update = "{\"group_id\":\"" + group + "\",\"update\":{\"member_link_mode\":\"ALL_MEMBER_LINK\"}}";
        assertThat(NewsletterIT.ask(alice, "9418211574894172", update)
                        .at("/data/xwa2_group_update_property/state")
                        .asText())
                .isEqualTo("ACTIVE");
        assertThat(group(bob, group).requireChild("member_link_mode").contentText())
                .isEqualTo("all_member_link");
        String limit = "{\"group_id\":\"" + group
                + "\",\"update\":{\"limit_sharing\":{\"limit_sharing_enabled\":true,\"limit_sharing_trigger\":\"CHAT_SETTING\"}}}";
        NewsletterIT.ask(alice, "9418211574894172", limit);
        assertThat(group(bob, group).hasChild("limit_sharing_enabled")).isTrue();
        assertThat(NewsletterIT.ask(bob, "9418211574894172", update)
                        .at("/errors/0/extensions/error_code")
                        .asInt())
                .isEqualTo(403);
    }

    @Test
    void refusesWhatIsNoQuery() {
        Node empty = alice.client()
                .ask(Iq.get(alice.newId(), Jid.SERVER, "w:mex")
                        .child(Node.of("nothing"))
                        .build());
        assertThat(GroupStanzas.error(empty)).isEqualTo("400");
        Node garbage = alice.client()
                .ask(Iq.get(alice.newId(), Jid.SERVER, "w:mex")
                        .child(Node.builder("query").attr("query_id", "1").utf8("no json"))
                        .build());
        assertThat(GroupStanzas.error(garbage)).isEqualTo("400");
        assertThat(NewsletterIT.ask(alice, "77", "{\"newsletter_id\":\"1@newsletter\"}")
                        .at("/errors/0/extensions/error_code")
                        .asInt())
                .isEqualTo(400);
    }
}
