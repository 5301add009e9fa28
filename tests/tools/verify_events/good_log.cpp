// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/verify_events/good_log.hpp"

namespace stopover::verify_events::testing {
namespace {

constexpr const char* kSettings = R"(name,value
form,4
scenario,by-hand
longest_wait_ms,200
)";

constexpr const char* kCheckpoints = R"(checkpoint,rule,closes_before_ms,room,instead_ms
sec,fifo,30,,
perm,fifo,,,
visa,fifo,,,
gate,lines,,3,7
)";

constexpr const char* kDesks = R"(checkpoint,desk,id,serves,eligible_share,refusal_share
gate,1,e_gate,CITIZEN RESIDENT,0.5,0.25
)";

constexpr const char* kRules = R"(checkpoint,rule,classes,level,weight
gate,1,AIRSIDE,-1,1
)";

constexpr const char* kVisits = R"(checkpoint,party,other,way,step,class,desks,patience_ms
gate,,91,,,CITIZEN,1,90
gate,,92,,,FOREIGN_ORDINARY,,90
gate,,93,,,FOREIGN_ORDINARY,,10
gate,,94,,,AIRSIDE,,60
gate,g1,,0,0,CITIZEN,1,50
gate,g2,,0,0,FOREIGN_ORDINARY,,60
)";

constexpr const char* kStaffing = R"(checkpoint,desk,from_ms,until_ms,desks
sec,0,0,1000,1
perm,0,0,100,1
visa,0,0,500,1
visa,0,500,1000,2
gate,0,700,800,1
gate,1,700,800,1
)";

constexpr const char* kClosures = R"(restriction,checkpoint,desk,from_ms,until_ms,desks
strike,gate,1,600,700,0
strike,gate,1,800,900,0
festival,visa,,400,500,1
)";

constexpr const char* kRuns = R"(run,service,line,reserved,places,others,delay_s,cancelled
1,fl,fl,1,7,1,0,0
2,fl,fl,1,7,1,0,0
10,mt,mt,0,3,1,0,0
11,mt,mt,0,3,1,0,0
12,mt,mt,0,3,1,0,0
20,co,co,1,1,0,0,0
)";

constexpr const char* kCalls =
    "run,stop,place,scheduled_arrival_ms,scheduled_departure_ms,arrives_ms,closes_ms,departs_ms,"
    R"(persons
1,0,A,200,200,200,190,200,5
1,1,B,300,300,300,290,300,0
2,0,A,400,400,400,390,400,4
2,1,B,500,500,500,490,500,0
10,0,A,100,100,100,100,100,2
10,1,B,110,110,110,110,110,2
10,2,C,120,120,120,120,120,0
11,0,A,130,130,130,130,130,1
11,1,B,140,140,140,140,140,1
11,2,C,150,150,150,150,150,0
12,0,A,160,160,160,160,160,1
12,1,B,180,180,180,180,180,1
12,2,C,195,195,195,195,195,0
20,0,A,600,600,600,600,600,1
20,1,B,610,610,610,610,610,1
20,2,C,620,620,620,620,620,0
)";

constexpr const char* kRoutes = R"(route,step,kind,checkpoint,class,service,board,alight
0,0,walk,,,,,
0,1,queue,sec,,,,
0,2,ride,,,fl,0,1
0,3,walk,,,,,
1,0,ride,,,mt,0,2
1,1,stay,,,,,
1,2,ride,,,fl,0,1
2,0,ride,,,mt,0,2
2,1,ride,,,fl,0,1
3,0,queue,visa,,,,
3,1,ride,,,fl,0,1
4,0,walk,,,,,
4,1,ride,,,fl,0,1
5,0,queue,perm,,,,
5,1,ride,,,fl,0,1
6,0,ride,,,co,0,1
7,0,ride,,,co,1,2
8,0,queue,gate,CITIZEN,,,
9,0,queue,gate,FOREIGN_ORDINARY,,,
)";

constexpr const char* kParties =
    "party,number,counted,persons,market,segment,from,to,"
    "route,release_ms,fare_fen,roads_fen,saved_fen"
    R"(
a1,0,1,1,m,s,A,B,0,0,1000,0,0
a2,1,1,1,m,s,A,B,0,20,1000,0,0
a3,2,1,1,m,s,A,B,0,100,1000,0,0
b1,3,1,2,m,s,A,B,1,90,2200,0,0
b2,4,1,1,m,s,A,B,1,95,1100,0,0
b3,5,1,1,m,s,A,B,2,140,1100,0,0
c1,6,1,1,m,s,A,B,3,150,1000,0,0
c2,7,1,1,m,s,A,B,4,0,1050,50,5
d1,8,1,1,m,s,A,B,5,120,1000,0,0
d2,9,1,1,m,s,A,B,4,0,1000,0,0
e1,10,1,1,m,s,A,B,6,590,30,0,0
e2,11,0,1,m,s,B,C,7,595,30,0,0
g1,12,0,1,m,s,A,B,8,703,0,0,0
g2,13,0,1,m,s,A,B,9,706,0,0,0
)";

constexpr const char* kPlans = R"(party,way,step,run,stay_until_ms,fare_fen
a1,0,2,1,,1000
a2,0,2,1,,1000
a3,0,2,1,,1000
b1,0,0,,,200
b1,0,1,,150,
b1,0,2,1,,2000
b2,0,0,10,,100
b2,0,1,,150,
b2,0,2,1,,1000
b3,0,0,10,,100
b3,0,1,1,,1000
c1,0,1,1,,1000
c2,0,1,1,,1000
d1,0,1,1,,1000
d2,0,1,2,,1000
e1,0,0,,,30
e2,0,0,20,,30
)";

constexpr const char* kWays = R"(party,way,route,release_ms
)";

constexpr const char* kTotals = R"(count,value
parties,11
persons,12
stranded,2
fares,11475
)";

// Order: (time, key, step, kind).
constexpr const char* kEvents =
    R"(time_ms,event,party,other,persons,way,step,checkpoint,run,stop,cause,ahead,desk
0,released,a1,,1,0,0,,,,,,
0,walk_starts,a1,,1,0,0,,,,,,
0,released,c2,,1,0,0,,,,,,
0,walk_starts,c2,,1,0,0,,,,,,
0,released,d2,,1,0,0,,,,,,
0,walk_starts,d2,,1,0,0,,,,,,
20,released,a2,,1,0,0,,,,,,
20,walk_starts,a2,,1,0,0,,,,,,
50,walk_ends,a1,,1,0,0,,,,,,
50,joins,a1,,1,0,1,sec,,,,0,
50,service_starts,a1,,1,0,1,sec,,,,,
55,walk_ends,a2,,1,0,0,,,,,,
55,joins,a2,,1,0,1,sec,,,,0,
58,joins,,f1,1,,,sec,,,,,
59,joins,,f2,1,,,sec,,,,,
60,service_ends,a1,,1,0,1,sec,,,,,
60,ready,a1,,1,0,2,,1,0,,,
60,service_starts,a2,,1,0,1,sec,,,,,
75,service_ends,a2,,1,0,1,sec,,,,,
75,ready,a2,,1,0,2,,1,0,,,
75,service_starts,,f1,1,,,sec,,,,,
80,service_ends,,f1,1,,,sec,,,,,
80,service_starts,,f2,1,,,sec,,,,,
90,released,b1,,2,0,0,,,,,,
90,ready,b1,,2,0,0,,,0,,,
90,service_ends,,f2,1,,,sec,,,,,
95,released,b2,,1,0,0,,,,,,
95,ready,b2,,1,0,0,,10,0,,,
100,released,a3,,1,0,0,,,,,,
100,walk_starts,a3,,1,0,0,,,,,,
100,boards,b1,,2,0,0,,10,0,,,
100,left_behind,b2,,1,0,0,,10,0,,,
100,missed,b2,,1,0,0,,10,0,no_seat,,
120,alights,b1,,2,0,0,,10,2,,,
120,stay_starts,b1,,2,0,1,,,,,,
120,released,d1,,1,0,0,,,,,,
120,joins,d1,,1,0,0,perm,,,,0,
120,missed,d1,,1,0,0,,1,0,queue,,
120,stranded,d1,,1,0,0,,,,,,
130,boards,b2,,1,0,0,,11,0,,,
140,released,b3,,1,0,0,,,,,,
140,ready,b3,,1,0,0,,10,0,,,
140,missed,b3,,1,0,0,,10,0,walk,,
149,joins,,f3,1,,,visa,,,,,
149,service_starts,,f3,1,,,visa,,,,,
150,stay_ends,b1,,2,0,1,,,,,,
150,ready,b1,,2,0,2,,1,0,,,
150,alights,b2,,1,0,0,,11,2,,,
150,stay_starts,b2,,1,0,1,,,,,,
150,stay_ends,b2,,1,0,1,,,,,,
150,ready,b2,,1,0,2,,1,0,,,
150,released,c1,,1,0,0,,,,,,
150,joins,c1,,1,0,0,visa,,,,0,
160,boards,b3,,1,0,0,,12,0,,,
180,walk_ends,a3,,1,0,0,,,,,,
180,joins,a3,,1,0,1,sec,,,,0,
180,service_starts,a3,,1,0,1,sec,,,,,
185,service_ends,a3,,1,0,1,sec,,,,,
185,ready,a3,,1,0,2,,1,0,,,
188,service_starts,c1,,1,0,0,visa,,,,,
188,service_ends,,f3,1,,,visa,,,,,
190,boards,a1,,1,0,2,,1,0,,,
190,boards,a2,,1,0,2,,1,0,,,
190,missed,a3,,1,0,2,,1,0,closed,,
190,boards,b1,,2,0,2,,1,0,,,
190,boards,b2,,1,0,2,,1,0,,,
195,alights,b3,,1,0,0,,12,2,,,
195,ready,b3,,1,0,1,,1,0,,,
195,missed,b3,,1,0,1,,1,0,late_inbound,,
195,service_ends,c1,,1,0,0,visa,,,,,
195,ready,c1,,1,0,1,,1,0,,,
195,missed,c1,,1,0,1,,1,0,queue,,
200,walk_ends,c2,,1,0,0,,,,,,
200,ready,c2,,1,0,1,,1,0,,,
200,missed,c2,,1,0,1,,1,0,walk,,
300,alights,a1,,1,0,2,,1,1,,,
300,walk_starts,a1,,1,0,3,,,,,,
300,alights,a2,,1,0,2,,1,1,,,
300,walk_starts,a2,,1,0,3,,,,,,
300,alights,b1,,2,0,2,,1,1,,,
300,finished,b1,,2,0,3,,,,,,
300,alights,b2,,1,0,2,,1,1,,,
300,finished,b2,,1,0,3,,,,,,
310,walk_ends,a1,,1,0,3,,,,,,
310,finished,a1,,1,0,4,,,,,,
311,walk_ends,a2,,1,0,3,,,,,,
311,finished,a2,,1,0,4,,,,,,
390,boards,a3,,1,0,2,,2,0,,,
390,boards,b3,,1,0,1,,2,0,,,
390,boards,c1,,1,0,1,,2,0,,,
390,boards,c2,,1,0,1,,2,0,,,
450,walk_ends,d2,,1,0,0,,,,,,
450,ready,d2,,1,0,1,,2,0,,,
450,missed,d2,,1,0,1,,2,0,walk,,
450,stranded,d2,,1,0,1,,,,,,
500,alights,a3,,1,0,2,,2,1,,,
500,walk_starts,a3,,1,0,3,,,,,,
500,alights,b3,,1,0,1,,2,1,,,
500,finished,b3,,1,0,2,,,,,,
500,alights,c1,,1,0,1,,2,1,,,
500,finished,c1,,1,0,2,,,,,,
500,alights,c2,,1,0,1,,2,1,,,
500,finished,c2,,1,0,2,,,,,,
510,walk_ends,a3,,1,0,3,,,,,,
510,finished,a3,,1,0,4,,,,,,
590,released,e1,,1,0,0,,,,,,
590,ready,e1,,1,0,0,,,0,,,
595,released,e2,,1,0,0,,,,,,
595,ready,e2,,1,0,0,,20,1,,,
600,boards,e1,,1,0,0,,20,0,,,
610,alights,e1,,1,0,0,,20,1,,,
610,finished,e1,,1,0,1,,,,,,
610,boards,e2,,1,0,0,,20,1,,,
620,alights,e2,,1,0,0,,20,2,,,
620,finished,e2,,1,0,1,,,,,,
701,joins,,91,1,,,gate,,,,,
701,tries,,91,1,,,gate,,,,,1
702,joins,,92,1,,,gate,,,,,
702,service_starts,,92,1,,,gate,,,,,0
703,released,g1,,1,0,0,,,,,,
703,joins,g1,,1,0,0,gate,,,,0,
704,joins,,93,1,,,gate,,,,,
705,joins,,94,1,,,gate,,,,,
706,released,g2,,1,0,0,,,,,,
706,joins,g2,,1,0,0,gate,,,,3,
711,refused,,91,1,,,gate,,,,,1
711,service_starts,g1,,1,0,0,gate,,,,,1
714,gave_up,,93,1,,,gate,,,,,
716,enters,,94,1,,,gate,,,,,
716,service_ends,g1,,1,0,0,gate,,,,,1
716,finished,g1,,1,0,1,,,,,,
721,through,,93,1,,,gate,,,,,
722,service_ends,,92,1,,,gate,,,,,0
722,service_starts,,94,1,,,gate,,,,,0
722,enters,g2,,1,0,0,gate,,,,,
730,service_ends,,94,1,,,gate,,,,,0
730,service_starts,,91,1,,,gate,,,,,0
735,service_ends,,91,1,,,gate,,,,,0
735,service_starts,g2,,1,0,0,gate,,,,,0
740,service_ends,g2,,1,0,0,gate,,,,,0
740,finished,g2,,1,0,1,,,,,,
)";

}  // namespace

LogText good_log() {
  return {{"settings.csv", kSettings}, {"checkpoints.csv", kCheckpoints},
          {"staffing.csv", kStaffing}, {"closures.csv", kClosures},
          {"desks.csv", kDesks},       {"rules.csv", kRules},
          {"visits.csv", kVisits},     {"runs.csv", kRuns},
          {"calls.csv", kCalls},       {"routes.csv", kRoutes},
          {"parties.csv", kParties},   {"ways.csv", kWays},
          {"plans.csv", kPlans},       {"totals.csv", kTotals},
          {"events.csv", kEvents}};
}

}  // namespace stopover::verify_events::testing
