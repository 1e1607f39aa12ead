-- A database of release 0.1.0 (schema 0015): four documents that its reader read, as sqlite3's iterdump writes it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0015');
CREATE TABLE alerts (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	watchlist TEXT NOT NULL, 
	cluster_id TEXT NOT NULL, 
	document_id TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (id)
);
INSERT INTO "alerts" VALUES(1,'a1ea5dddb231d','river','c370f0f1c16b0aa53','first','2025-03-04T06:01:00.000000Z','{"v":1,"value":{"id":"a1ea5dddb231d","watchlist":"river","watchlist_title":"The river front","cluster_id":"c370f0f1c16b0aa53","document_id":"first","at":"2025-03-04T06:01:00.000000Z","headline":"toll: at least 12 people killed in Sumy, Ukraine (+2 more)","lines":[{"fact_id":"ff9ffe8a238fa","outcome":"new","label":"toll","was":null,"now":"at least 12 people killed in Sumy, Ukraine","source_phrase":"police say","evidence":"At least 12 people were killed in Sumy, police said."},{"fact_id":"fd7b213a6bf8e","outcome":"new","label":"hurt","was":null,"now":"40 more people injured","source_phrase":"police say","evidence":"Another 40 people were injured, police said."},{"fact_id":"f1a816d04d0d1","outcome":"new","label":"where","was":null,"now":"Sumy, Ukraine (killed)","source_phrase":"police say","evidence":"At least 12 people were killed in Sumy, police said."}],"outlet":"The First Post","title":null,"url":null,"published_at":"2025-03-04T06:00:00.000000Z","outlets":1,"origins":1,"channels":["#desk"],"story_id":"s370f0f1c16b0aa53"}}');
INSERT INTO "alerts" VALUES(2,'a2a58bac226fa','river','cfb05b5b7ac6d83c3','rise','2025-03-04T11:00:00.000000Z','{"v":1,"value":{"id":"a2a58bac226fa","watchlist":"river","watchlist_title":"The river front","cluster_id":"cfb05b5b7ac6d83c3","document_id":"rise","at":"2025-03-04T11:00:00.000000Z","headline":"toll: at least 12 \u2192 31 people killed in Sumy, Ukraine","lines":[{"fact_id":"fb9947e1ab6cc","outcome":"update","label":"toll","was":"at least 12 people killed in Sumy, Ukraine","now":"31 people killed in Sumy, Ukraine","source_phrase":"police say","evidence":"The strike killed 31 people in Sumy, police said.","relates_to":"ff9ffe8a238fa"}],"outlet":"The Rise Post","title":null,"url":null,"published_at":"2025-03-04T11:00:00.000000Z","outlets":1,"origins":1,"channels":["#desk"],"story_id":"sfb05b5b7ac6d83c3"}}');
INSERT INTO "alerts" VALUES(3,'a6d80443accb7','river','c049cd34ce530595f','troops','2025-03-04T12:00:00.000000Z','{"v":1,"value":{"id":"a6d80443accb7","watchlist":"river","watchlist_title":"The river front","cluster_id":"c049cd34ce530595f","document_id":"troops","at":"2025-03-04T12:00:00.000000Z","headline":"troops: 3,000 soldiers sent to Belgorod, Russia (+1 more)","lines":[{"fact_id":"f102749920c55","outcome":"new","label":"troops","was":null,"now":"3,000 soldiers sent to Belgorod, Russia","source_phrase":"the military intelligence says","evidence":"Veldania has sent 3,000 soldiers to Belgorod, military intelligence said."},{"fact_id":"fe4de699d7d69","outcome":"new","label":"where","was":null,"now":"Belgorod, Russia (sent)","source_phrase":"the military intelligence says","evidence":"Veldania has sent 3,000 soldiers to Belgorod, military intelligence said."}],"outlet":"The Troops Post","title":null,"url":null,"published_at":"2025-03-04T12:00:00.000000Z","outlets":1,"origins":1,"channels":["#desk"],"story_id":"s049cd34ce530595f"}}');
INSERT INTO "alerts" VALUES(4,'a15944b4c8552','river','c9d08fc5ab702aae8','no','2025-03-04T15:00:00.000000Z','{"v":1,"value":{"id":"a15944b4c8552","watchlist":"river","watchlist_title":"The river front","cluster_id":"c9d08fc5ab702aae8","document_id":"no","at":"2025-03-04T15:00:00.000000Z","headline":"denial: Veldanian defence ministry denies that 3,000 soldiers were sent to Belgorod","lines":[{"fact_id":"f5c7d4f8adaf8","outcome":"denial","label":"denial","was":null,"now":"Veldanian defence ministry denies that 3,000 soldiers were sent to Belgorod","source_phrase":"Veldanian defence ministry denies","evidence":"The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod."}],"outlet":"The No Post","title":null,"url":null,"published_at":"2025-03-04T15:00:00.000000Z","outlets":1,"origins":1,"channels":["#desk"],"story_id":"s9d08fc5ab702aae8"}}');
CREATE TABLE cluster_constraints (
	sequence INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	document TEXT NOT NULL, 
	other TEXT NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	made_by TEXT NOT NULL, 
	undone_at VARCHAR(27), 
	undone_by TEXT, 
	PRIMARY KEY (sequence)
);
CREATE TABLE cluster_days (
	day INTEGER NOT NULL, 
	PRIMARY KEY (day)
);
INSERT INTO "cluster_days" VALUES(20250304);
CREATE TABLE cluster_keys_20250302 (
	"key" BIGINT NOT NULL, 
	cluster BIGINT NOT NULL, 
	PRIMARY KEY ("key", cluster)
)
 WITHOUT ROWID

;
CREATE TABLE cluster_members (
	number INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	cluster BIGINT NOT NULL, 
	day INTEGER NOT NULL, 
	scheme TEXT NOT NULL, 
	exact BIGINT NOT NULL, 
	word_count INTEGER NOT NULL, 
	shingles BLOB NOT NULL, 
	units BLOB NOT NULL, 
	contexts BLOB NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (document)
);
INSERT INTO "cluster_members" VALUES(1,'first',1,20250304,'2/datasketch-affine32/seed=1/permutations=128/words=5/xxh3_64/en',-9140583890227584954,40,X'7F45F630A51A685B9182666A671E8980445355A19664AF1B2082EEACC259E0CD1FFCAC19A430030AD0C356AF44631205174DAE8C526B289E34C8DDEF411E394E891A4794986E56E72F90260D70D165A4804C093FF77DD956A3E5B50D783F41D34E02379E8D4F13BFA41E64B66CB8865D952C998BEC54F2C5C6A92E89E6A83DE55BD511CAE4AD31C874DCA9F504F5E4A9',X'0A002A320D65982C07005A4C4DE12E301700A8A71A6D223D',X'01301F2C515EB36904600B293DCA0CD70020CD7E115AF4DD');
INSERT INTO "cluster_members" VALUES(2,'rise',2,20250304,'2/datasketch-affine32/seed=1/permutations=128/words=5/xxh3_64/en',6011438682684071576,30,X'7550C12B53F3A0BA5FE8E42C28EAAA3A14E8D10AFEE45280C03D1F88793F7B43556E0A9F4C50F68ADE898E537AA18654E8D0A7C48BA3973F3218A562D3D65585788710BF76034427680B8C74CA8783B3396913F74C48662B63B010FAA2D57E841C637EEF2F2A6F0A',X'0900941F7921600415000C9A8FE9C72D',X'01301F2C663CB582007036438CAEF49104D02473E8ABBDC7');
INSERT INTO "cluster_members" VALUES(3,'troops',3,20250304,'2/datasketch-affine32/seed=1/permutations=128/words=5/xxh3_64/en',-7831440206114405691,31,X'2666F1D7C64313A18E70EEF6127EC8684F06094F50EFADB457C3514EDA0AF3B6F14D9FFAFFB4BDD38338A32886B5F6B878C13569E2C2B0B9A0571B0F1BE6DD1F49AD5ADE56A8EF8A7C0B479D281E815EC144EEDBB714D6F411C0C7866B6DBA7641CFEB52EA7495127078F569',X'0A0034069FA46E0E150076A85A63621E',X'00801621EF3F2B2D018021BDD949667D');
INSERT INTO "cluster_members" VALUES(4,'no',4,20250304,'2/datasketch-affine32/seed=1/permutations=128/words=5/xxh3_64/en',5514052419262045569,30,X'3EF7D2E5E97D02EF1516BD93452174E99053CD1110CF96084B31E0A162C1FEF0D199D61B9378B85B3B61EA65CDDDB42A26903388D947DE7422BB10F1843E38BA1FFD155D9EC4E468496C62AE9A46D77AD2227BDEE2867F36F4F2509BBDEFF879A50527B026C08D45',X'0C00D658C18883231200B6831999D13C',X'018021BD0B628230008016211CBDC7CD');
CREATE TABLE cluster_recent (
	sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	day INTEGER NOT NULL, 
	cluster BIGINT NOT NULL, 
	keys BLOB NOT NULL
);
INSERT INTO "cluster_recent" VALUES(1,20250304,1,X'B06E93455786FFFFB95FAC889EE0FFFF5EE6A70500000000C585610001000000F65A1F0602000000443FDC0503000000D6D28F020400000094131707050000006779862B06000000A834C00107000000BD53B00208000000EC4BA00209000000CD6847000A000000EC4E34020B000000247ED5000C000000F8449A090D000000457E2C020E000000772DDA030F00000027693D011000000074719203110000005779B0161200000049BB9804130000004D1DC5071400000081FF6A14150000003FEF04001600000025158302170000002A320D65986C00005A4C4DE12E700000A8A71A6D227D0000');
INSERT INTO "cluster_recent" VALUES(2,20250304,2,X'B06E93455786FFFF67E192395ED4FFFF86EAAF0C00000000BCBE380F010000007EAB9C010200000090BDBF0703000000EC7A42040400000057469A04050000001B575F020600000073FEB912070000009369BB19080000008DD1FF19090000001E8610080A000000A50943030B00000080FAF10D0C00000003D1B3020D0000000D0181080E000000B2DB1B0E0F00000061C00F09100000004A24F4051100000081FFD32312000000A6B8E40913000000A230A202140000007524BE04150000005983310016000000623CC10017000000941F7921604400000C9A8FE9C76D0000');
INSERT INTO "cluster_recent" VALUES(3,20250304,3,X'8E3D490C549FFFFF3A3D29ED5FDDFFFF9AF618020000000087BC9B0301000000C95389000200000071F5D90203000000EB8C740304000000A9731F0005000000E880171C060000004E2B34150700000070CA03000800000021C21C0909000000E4C2C6030A0000009DB8F6040B00000009905F0B0C0000004E7D92090D0000002AAF40000E000000356B9A040F0000001AD13B0410000000CE6FBB09110000006093FA121200000091624A221300000092BBF0141400000009D94F15150000004482470F160000008BBDFA021700000034069FA46E4E000076A85A63625E0000');
INSERT INTO "cluster_recent" VALUES(4,20250304,4,X'66A228063682FFFF8E3D490C549FFFFFC1BC082716A2FFFF7EA200158AE6FFFFDBF803000000000008E3B40501000000FA2389070200000025D8520103000000C70F6F0704000000EB98DB0C050000005CAD0E08060000004A397D050700000049C5430208000000907FD101090000007E5DA3050A00000059E898000B000000D847F5010C0000007D8BDA0B0D000000897AB2050E0000008B48B1290F0000005566680E10000000C650D012110000007A869100120000006CC3BC02130000004AF0620814000000519E9D0B15000000D825E602160000002AB3740517000000D658C18883630000B6831999D17C0000');
CREATE TABLE clusters (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(17) NOT NULL, 
	first_document TEXT NOT NULL, 
	line BIGINT, 
	is_roundup BOOLEAN NOT NULL, 
	last_day INTEGER NOT NULL, 
	joined VARCHAR(17), 
	story_id VARCHAR(17), 
	single_names INTEGER NOT NULL, 
	figures TEXT NOT NULL, 
	UNIQUE (id)
);
INSERT INTO "clusters" VALUES(1,'c370f0f1c16b0aa53','first',NULL,0,20250304,NULL,'s370f0f1c16b0aa53',1,'12 40');
INSERT INTO "clusters" VALUES(2,'cfb05b5b7ac6d83c3','rise',NULL,0,20250304,NULL,'sfb05b5b7ac6d83c3',1,'31');
INSERT INTO "clusters" VALUES(3,'c049cd34ce530595f','troops',NULL,0,20250304,NULL,'s049cd34ce530595f',1,'3000');
INSERT INTO "clusters" VALUES(4,'c9d08fc5ab702aae8','no',NULL,0,20250304,NULL,'s9d08fc5ab702aae8',2,'3000');
CREATE TABLE deliveries (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	alert_id TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	next_at VARCHAR(27) NOT NULL, 
	lease_owner TEXT, 
	lease_until VARCHAR(27), 
	reason TEXT, 
	reference TEXT, 
	marked_at VARCHAR(27), kind VARCHAR(16) DEFAULT 'alert' NOT NULL, about TEXT, body TEXT, urgency VARCHAR(16) DEFAULT 'normal' NOT NULL, why TEXT, digest TEXT, is_stopped BOOLEAN DEFAULT 0 NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (id), 
	FOREIGN KEY(alert_id) REFERENCES alerts (id)
);
INSERT INTO "deliveries" VALUES(1,'dfc415ed47ab0','a1ea5dddb231d','#desk','pending',0,'2025-03-04T06:01:00.000000Z','2025-03-04T06:01:00.000000Z',NULL,NULL,NULL,NULL,NULL,'alert',NULL,NULL,'normal',NULL,NULL,0);
INSERT INTO "deliveries" VALUES(2,'da039f91bf732','a2a58bac226fa','#desk','pending',0,'2025-03-04T11:00:00.000000Z','2025-03-04T11:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,'alert',NULL,NULL,'normal',NULL,NULL,0);
INSERT INTO "deliveries" VALUES(3,'d2063ebc6152e','a6d80443accb7','#desk','pending',0,'2025-03-04T12:00:00.000000Z','2025-03-04T12:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,'alert',NULL,NULL,'normal',NULL,NULL,0);
INSERT INTO "deliveries" VALUES(4,'d409bf292ec44','a15944b4c8552','#desk','pending',0,'2025-03-04T15:00:00.000000Z','2025-03-04T15:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,'alert',NULL,NULL,'normal',NULL,NULL,0);
CREATE TABLE documents (
	id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	title TEXT, 
	text TEXT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	url TEXT, 
	published_at VARCHAR(27), 
	observed_at VARCHAR(27), 
	language TEXT, 
	byline TEXT, 
	credit TEXT, 
	notice TEXT, 
	is_baseline BOOLEAN NOT NULL, 
	watchlists TEXT NOT NULL, 
	cluster_id TEXT NOT NULL, 
	copy_of TEXT, 
	update_of TEXT, 
	cluster_score FLOAT NOT NULL, 
	cluster_rule TEXT NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, text_cluster TEXT, story_id TEXT, 
	PRIMARY KEY (id, version)
);
INSERT INTO "documents" VALUES('first',1,'The First Post',NULL,'At least 12 people were killed in Sumy, police said.
Another 40 people were injured, police said.
The governor spoke to reporters after a night of shelling along the river, and said that the hospital was working without a break.','7bfa3a00a9031d21a25a9743046c54c78142429bddf864f4c8b9649c5d4d20ee',NULL,'2025-03-04T06:00:00.000000Z','2025-03-04T06:00:00.000000Z','en',NULL,NULL,NULL,0,'["river"]','c370f0f1c16b0aa53',NULL,NULL,0.0,'founded','2025-03-04T06:01:00.000000Z',NULL,'s370f0f1c16b0aa53');
INSERT INTO "documents" VALUES('rise',1,'The Rise Post',NULL,'The strike killed 31 people in Sumy, police said.
Rescue teams from three districts joined the search at dawn, and the railway was closed until the tracks could be checked.','ffd03f12e1c3e9e1daa6b2c5ad45992b8d198aa0587ade44a3e5238cd115749f',NULL,'2025-03-04T11:00:00.000000Z','2025-03-04T11:00:00.000000Z','en',NULL,NULL,NULL,0,'["river"]','cfb05b5b7ac6d83c3',NULL,NULL,0.0,'founded','2025-03-04T11:00:00.000000Z',NULL,'sfb05b5b7ac6d83c3');
INSERT INTO "documents" VALUES('troops',1,'The Troops Post',NULL,'Veldania has sent 3,000 soldiers to Belgorod, military intelligence said.
Schools in the district will stay shut for the rest of the week while engineers inspect the roofs of older houses.','7a5593547b55c5ec601520ceb586d1b08b595ac2d78021863533d974b9e5d6bf',NULL,'2025-03-04T12:00:00.000000Z','2025-03-04T12:00:00.000000Z','en',NULL,NULL,NULL,0,'["river"]','c049cd34ce530595f',NULL,NULL,0.0,'founded','2025-03-04T12:00:00.000000Z',NULL,'s049cd34ce530595f');
INSERT INTO "documents" VALUES('no',1,'The No Post',NULL,'The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod.
Markets in the old town opened late, and traders said that few customers had come since the weekend.','5f16f5588c131af30ee2530a5675d241bf48269c818d45bc851e5531c0348a21',NULL,'2025-03-04T15:00:00.000000Z','2025-03-04T15:00:00.000000Z','en',NULL,NULL,NULL,0,'["river"]','c9d08fc5ab702aae8',NULL,NULL,0.0,'founded','2025-03-04T15:00:00.000000Z',NULL,'s9d08fc5ab702aae8');
CREATE TABLE facts (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	document_id TEXT NOT NULL, 
	document_version INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	cluster_id TEXT NOT NULL, 
	watchlist TEXT NOT NULL, 
	claim_key TEXT NOT NULL, 
	claim TEXT NOT NULL, 
	outcome VARCHAR(32) NOT NULL, 
	explanation TEXT NOT NULL, 
	head_id TEXT NOT NULL, 
	relates_to TEXT, 
	alert_id TEXT, 
	published_at VARCHAR(27) NOT NULL, 
	recorded_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	ended_by TEXT, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(document_id, document_version) REFERENCES documents (id, version), 
	UNIQUE (id), 
	FOREIGN KEY(head_id) REFERENCES facts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(relates_to) REFERENCES facts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(alert_id) REFERENCES alerts (id)
);
INSERT INTO "facts" VALUES(1,'ff9ffe8a238fa','first',1,'The First Post','cited:police','c370f0f1c16b0aa53','river','river|toll|people','{"v":1,"value":{"watchlist":"river","fact":"toll","mention":{"field":"text","kind":"quantity","text":"At least 12 people","start":0,"end":18,"evidence":"At least 12 people were killed in Sumy, police said.","value_low":12.0,"modifier":"at_least","unit":"people","unit_class":"person","aspect":"killed","place":{"id":"692194","name":"Sumy","kind":"city","country":"UA","within":["Sumskyi Raion","Sumy","Ukraine","Europe"],"within_ids":["UA.21.5908","UA.21","690791","area:Europe"],"latitude":50.92,"longitude":34.8},"organisation":"police","reasons":[{"slot":"value","rule":"number","start":9,"end":11},{"slot":"modifier","rule":"at_least","start":0,"end":8},{"slot":"unit","rule":"counted noun","start":12,"end":18},{"slot":"aspect","rule":"past cue","start":24,"end":30},{"slot":"place","rule":"named","start":34,"end":38},{"slot":"organisation","rule":"trailing: common noun","start":40,"end":46},{"slot":"attribution","rule":"trailing","start":47,"end":51}]},"actor_key":"","aspect_class":"killed","unit_key":"person","key":"river|toll|people"}}','new','the ledger holds no such figure','ff9ffe8a238fa',NULL,'a1ea5dddb231d','2025-03-04T06:00:00.000000Z','2025-03-04T06:01:00.000000Z','2025-03-04T11:00:00.000000Z','rise');
INSERT INTO "facts" VALUES(2,'f1a816d04d0d1','first',1,'The First Post','cited:police','c370f0f1c16b0aa53','river','river|where|','{"v":1,"value":{"watchlist":"river","fact":"where","mention":{"field":"text","kind":"place","text":"Sumy","start":34,"end":38,"evidence":"At least 12 people were killed in Sumy, police said.","unit_class":"person","aspect":"killed","place":{"id":"692194","name":"Sumy","kind":"city","country":"UA","within":["Sumskyi Raion","Sumy","Ukraine","Europe"],"within_ids":["UA.21.5908","UA.21","690791","area:Europe"],"latitude":50.92,"longitude":34.8},"organisation":"police","reasons":[{"slot":"place","rule":"gazetteer","start":34,"end":38},{"slot":"aspect","rule":"past cue","start":24,"end":30},{"slot":"organisation","rule":"trailing: common noun","start":40,"end":46},{"slot":"attribution","rule":"trailing","start":47,"end":51}]},"actor_key":"","aspect_class":"killed","unit_key":"","key":"river|where|"}}','new','the ledger holds no such place','f1a816d04d0d1',NULL,'a1ea5dddb231d','2025-03-04T06:00:00.000000Z','2025-03-04T06:01:00.000000Z',NULL,NULL);
INSERT INTO "facts" VALUES(3,'fd7b213a6bf8e','first',1,'The First Post','cited:police','c370f0f1c16b0aa53','river','river|hurt|people','{"v":1,"value":{"watchlist":"river","fact":"hurt","mention":{"field":"text","kind":"quantity","text":"Another 40 people","start":53,"end":70,"evidence":"Another 40 people were injured, police said.","value_low":40.0,"value_high":40.0,"modifier":"exact","unit":"people","unit_class":"person","is_increment":true,"aspect":"injured","organisation":"police","reasons":[{"slot":"value","rule":"number","start":61,"end":63},{"slot":"unit","rule":"counted noun","start":64,"end":70},{"slot":"aspect","rule":"past cue","start":76,"end":83},{"slot":"organisation","rule":"trailing: common noun","start":85,"end":91},{"slot":"attribution","rule":"trailing","start":92,"end":96}]},"actor_key":"","aspect_class":"injured","unit_key":"person","key":"river|hurt|people"}}','new','the ledger holds no such figure','fd7b213a6bf8e',NULL,'a1ea5dddb231d','2025-03-04T06:00:00.000000Z','2025-03-04T06:01:00.000000Z',NULL,NULL);
INSERT INTO "facts" VALUES(4,'fb9947e1ab6cc','rise',1,'The Rise Post','cited:police','cfb05b5b7ac6d83c3','river','river|toll|people','{"v":1,"value":{"watchlist":"river","fact":"toll","mention":{"field":"text","kind":"quantity","text":"31 people","start":18,"end":27,"evidence":"The strike killed 31 people in Sumy, police said.","value_low":31.0,"value_high":31.0,"modifier":"exact","unit":"people","unit_class":"person","aspect":"killed","place":{"id":"692194","name":"Sumy","kind":"city","country":"UA","within":["Sumskyi Raion","Sumy","Ukraine","Europe"],"within_ids":["UA.21.5908","UA.21","690791","area:Europe"],"latitude":50.92,"longitude":34.8},"organisation":"police","reasons":[{"slot":"value","rule":"number","start":18,"end":20},{"slot":"unit","rule":"counted noun","start":21,"end":27},{"slot":"aspect","rule":"past cue","start":11,"end":17},{"slot":"place","rule":"named","start":31,"end":35},{"slot":"organisation","rule":"trailing: common noun","start":37,"end":43},{"slot":"attribution","rule":"trailing","start":44,"end":48}]},"actor_key":"","aspect_class":"killed","unit_key":"person","key":"river|toll|people"}}','update','the same speaker gives another figure','fb9947e1ab6cc','ff9ffe8a238fa','a2a58bac226fa','2025-03-04T11:00:00.000000Z','2025-03-04T11:00:00.000000Z',NULL,NULL);
INSERT INTO "facts" VALUES(5,'fd9bfdf27a57e','rise',1,'The Rise Post','cited:police','cfb05b5b7ac6d83c3','river','river|where|','{"v":1,"value":{"watchlist":"river","fact":"where","mention":{"field":"text","kind":"place","text":"Sumy","start":31,"end":35,"evidence":"The strike killed 31 people in Sumy, police said.","unit_class":"person","aspect":"killed","place":{"id":"692194","name":"Sumy","kind":"city","country":"UA","within":["Sumskyi Raion","Sumy","Ukraine","Europe"],"within_ids":["UA.21.5908","UA.21","690791","area:Europe"],"latitude":50.92,"longitude":34.8},"organisation":"police","reasons":[{"slot":"place","rule":"gazetteer","start":31,"end":35},{"slot":"aspect","rule":"past cue","start":11,"end":17},{"slot":"organisation","rule":"trailing: common noun","start":37,"end":43},{"slot":"attribution","rule":"trailing","start":44,"end":48}]},"actor_key":"","aspect_class":"killed","unit_key":"","key":"river|where|"}}','repeat','the ledger holds it from the same origin','f1a816d04d0d1','f1a816d04d0d1',NULL,'2025-03-04T11:00:00.000000Z','2025-03-04T11:00:00.000000Z',NULL,NULL);
INSERT INTO "facts" VALUES(6,'f102749920c55','troops',1,'The Troops Post','cited:intelligence military','c049cd34ce530595f','river','river|troops|people','{"v":1,"value":{"watchlist":"river","fact":"troops","mention":{"field":"text","kind":"quantity","text":"3,000 soldiers","start":18,"end":32,"evidence":"Veldania has sent 3,000 soldiers to Belgorod, military intelligence said.","value_low":3000.0,"value_high":3000.0,"modifier":"exact","unit":"soldiers","unit_class":"soldier","aspect":"sent","place":{"id":"578072","name":"Belgorod","kind":"city","country":"RU","within":["Belgorodskiy Rayon","Belgorod Oblast","Russia","Europe"],"within_ids":["RU.09.578070","RU.09","2017370","area:Europe"],"latitude":50.6,"longitude":36.58},"organisation":"military intelligence","reasons":[{"slot":"value","rule":"number","start":18,"end":23},{"slot":"unit","rule":"counted noun","start":24,"end":32},{"slot":"aspect","rule":"past cue","start":13,"end":17},{"slot":"place","rule":"named","start":36,"end":44},{"slot":"organisation","rule":"trailing: common noun","start":46,"end":67},{"slot":"attribution","rule":"trailing","start":68,"end":72}]},"actor_key":"","aspect_class":"done","unit_key":"soldier","key":"river|troops|people"}}','new','the ledger holds no such figure','f102749920c55',NULL,'a6d80443accb7','2025-03-04T12:00:00.000000Z','2025-03-04T12:00:00.000000Z',NULL,NULL);
INSERT INTO "facts" VALUES(7,'fe4de699d7d69','troops',1,'The Troops Post','cited:intelligence military','c049cd34ce530595f','river','river|where|','{"v":1,"value":{"watchlist":"river","fact":"where","mention":{"field":"text","kind":"place","text":"Belgorod","start":36,"end":44,"evidence":"Veldania has sent 3,000 soldiers to Belgorod, military intelligence said.","unit_class":"soldier","aspect":"sent","place":{"id":"578072","name":"Belgorod","kind":"city","country":"RU","within":["Belgorodskiy Rayon","Belgorod Oblast","Russia","Europe"],"within_ids":["RU.09.578070","RU.09","2017370","area:Europe"],"latitude":50.6,"longitude":36.58},"organisation":"military intelligence","reasons":[{"slot":"place","rule":"gazetteer","start":36,"end":44},{"slot":"aspect","rule":"past cue","start":13,"end":17},{"slot":"organisation","rule":"trailing: common noun","start":46,"end":67},{"slot":"attribution","rule":"trailing","start":68,"end":72}]},"actor_key":"","aspect_class":"done","unit_key":"","key":"river|where|"}}','new','the ledger holds no such place','fe4de699d7d69',NULL,'a6d80443accb7','2025-03-04T12:00:00.000000Z','2025-03-04T12:00:00.000000Z',NULL,NULL);
INSERT INTO "facts" VALUES(8,'f5c7d4f8adaf8','no',1,'The No Post','cited:defence ministry veldanian','c9d08fc5ab702aae8','river','river|denial|','{"v":1,"value":{"watchlist":"river","fact":"denial","mention":{"field":"text","kind":"statement","text":"that 3,000 soldiers were sent to Belgorod","start":38,"end":79,"evidence":"The Veldanian defence ministry denied that 3,000 soldiers were sent to Belgorod.","organisation":"Veldanian defence ministry","stance":"denied","reasons":[{"slot":"stance","rule":"denial","start":31,"end":37},{"slot":"organisation","rule":"common noun","start":4,"end":30}]},"actor_key":"","aspect_class":"","unit_key":"","key":"river|denial|"}}','denial','the first denial by this speaker','f5c7d4f8adaf8',NULL,'a15944b4c8552','2025-03-04T15:00:00.000000Z','2025-03-04T15:00:00.000000Z',NULL,NULL);
CREATE TABLE feed_entries (
	source TEXT NOT NULL, 
	item_id TEXT NOT NULL, 
	words BLOB NOT NULL, 
	revisions INTEGER NOT NULL, 
	key_count INTEGER NOT NULL, 
	PRIMARY KEY (source, item_id)
);
CREATE TABLE feed_keys (
	source TEXT NOT NULL, 
	"key" BIGINT NOT NULL, 
	item_id TEXT NOT NULL, 
	PRIMARY KEY (source, "key")
);
CREATE TABLE heartbeats (
	day VARCHAR(10) NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (day)
);
CREATE TABLE hosts (
	host TEXT NOT NULL, 
	held_until VARCHAR(27) NOT NULL, 
	PRIMARY KEY (host)
);
CREATE TABLE items (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	source TEXT NOT NULL, 
	ordered_at VARCHAR(27) NOT NULL, 
	accepted_at VARCHAR(27) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER NOT NULL, 
	reason TEXT, 
	finished_at VARCHAR(27), 
	envelope TEXT, 
	content BLOB, 
	PRIMARY KEY (sequence), 
	UNIQUE (id, digest)
);
CREATE TABLE marks (
	sequence INTEGER NOT NULL, 
	alert_id TEXT NOT NULL, 
	verdict VARCHAR(16) NOT NULL, 
	author TEXT NOT NULL, 
	note TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(alert_id) REFERENCES alerts (id)
);
CREATE TABLE probes (
	id INTEGER NOT NULL, 
	writes BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE rejections (
	sequence INTEGER NOT NULL, 
	item_id TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	rejected_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (sequence)
);
CREATE TABLE revisits (
	item_id TEXT NOT NULL, 
	envelope TEXT NOT NULL, 
	length INTEGER NOT NULL, 
	body_hash VARCHAR(64) NOT NULL, 
	first_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	due_at VARCHAR(27) NOT NULL, 
	asked INTEGER NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	PRIMARY KEY (item_id)
);
CREATE TABLE silences (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	watchlist TEXT, 
	fact TEXT, 
	story TEXT, 
	place TEXT, 
	actor TEXT, 
	until VARCHAR(27) NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	made_by TEXT NOT NULL, 
	note TEXT NOT NULL, 
	lifted_at VARCHAR(27), 
	lifted_by TEXT, 
	PRIMARY KEY (sequence), 
	UNIQUE (id)
);
CREATE TABLE sources (
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	url TEXT NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	body_hash TEXT, 
	next_poll_at VARCHAR(27), 
	last_success_at VARCHAR(27), 
	last_news_at VARCHAR(27), 
	failures INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT, note TEXT, attempts INTEGER DEFAULT '0' NOT NULL, attempt_hash TEXT, read_at VARCHAR(27), distrusts_validators BOOLEAN DEFAULT 0 NOT NULL, moved_url TEXT, moving_url TEXT, moving_count INTEGER DEFAULT '0' NOT NULL, rhythm_seconds FLOAT, asked_seconds FLOAT, changed_at VARCHAR(27), failing_since VARCHAR(27), told_state TEXT, 
	PRIMARY KEY (name)
);
CREATE TABLE watchlists (
	id TEXT NOT NULL, 
	began_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_items_queue ON items (state, ordered_at, id, sequence);
CREATE INDEX ix_rejections_item_id ON rejections (item_id);
CREATE INDEX ix_documents_cluster_id ON documents (cluster_id);
CREATE INDEX ix_alerts_document_id ON alerts (document_id);
CREATE INDEX ix_alerts_cluster_id ON alerts (cluster_id);
CREATE INDEX ix_facts_live_heads ON facts (claim_key) WHERE ended_at IS NULL AND head_id = id;
CREATE INDEX ix_facts_cluster_id ON facts (cluster_id);
CREATE INDEX ix_facts_document_id ON facts (document_id, document_version);
CREATE INDEX ix_facts_head_id ON facts (head_id);
CREATE INDEX ix_facts_relates_to ON facts (relates_to);
CREATE INDEX ix_facts_alert_id ON facts (alert_id);
CREATE INDEX ix_deliveries_queue ON deliveries (state, channel, sequence);
CREATE INDEX ix_deliveries_alert_id ON deliveries (alert_id);
CREATE INDEX ix_cluster_members_cluster ON cluster_members (cluster, number);
CREATE INDEX ix_cluster_members_day ON cluster_members (day);
CREATE INDEX ix_facts_claim_key ON facts (claim_key, sequence);
CREATE INDEX ix_deliveries_about ON deliveries (about);
CREATE INDEX ix_cluster_constraints_document ON cluster_constraints (document);
CREATE INDEX ix_cluster_constraints_other ON cluster_constraints (other);
CREATE INDEX ix_documents_story_id ON documents (story_id);
CREATE INDEX ix_deliveries_digest ON deliveries (digest);
CREATE INDEX ix_marks_alert_id ON marks (alert_id);
CREATE INDEX ix_silences_until ON silences (until);
CREATE INDEX ix_documents_recorded_at ON documents (recorded_at);
CREATE INDEX ix_documents_bodies ON documents (recorded_at) WHERE text <> '';
CREATE INDEX ix_revisits_due_at ON revisits (due_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('clusters',4);
INSERT INTO "sqlite_sequence" VALUES('cluster_recent',4);
COMMIT;
