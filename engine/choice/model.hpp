// SPDX-License-Identifier: Apache-2.0
// A choice model as its author describes it: parameters, utilities, how errors are correlated and
// how tastes vary. `build` (problem.hpp) checks it against data and makes it ready to estimate.
//
//   logit              no nests, no random coefficients, no classes (McFadden 1974)
//   nested, cross-nested   nests as a network under one root (Daly & Bierlaire 2006, "A general and
//                      operational representation of generalised extreme value models"): a node's
//                      value is U = 1/mu ln sum over members of exp(mu (ln share + tau U member)),
//                      an alternative's is its utility. Three normalisations, by name:
//        kTop          the root has scale 1, nests scales mu >= 1 (Biogeme's; 1/mu is the lambda of
//                      Train 2009 and mlogit)
//        kBottom       nests have scale 1, the root a scale of its own
//        kUnscaled     scales are 1, the root takes nest values times tau (Daly 1987, NLOGIT's
//                      default): another model unless all tau are equal
//   mixed logit        random coefficients (McFadden & Train 2000), per unit (panel) or per choice
//   latent class       a mixture of logits with parameters of their own (Kamakura & Russell 1989)
//
// What it is not: any mixture of them; mixed and latent-class models have plain logits inside.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "engine/choice/expression.hpp"

namespace stopover::choice {

struct Parameter {
  std::string name;
  double start = 0;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool fixed = false;  // stays at its start
};

enum class Draw : std::uint8_t { kNormal, kUniform, kTriangular };  // N(0,1), U(-1,1), T(-1,0,1)
enum class Shape : std::uint8_t {
  kPlain,             // x
  kExponential,       // exp x: lognormal over normal draws
  kMinusExponential,  // -exp x
  kBounded,           // lower + (upper - lower) / (1 + exp -x): Johnson's SB over normal draws
};

// coefficient = shape (mean + sum of spread x draw). A draw belongs to the coefficient of its name;
// another coefficient that loads on it is correlated with it.
struct RandomCoefficient {
  std::string name;
  Draw draw = Draw::kNormal;
  Shape shape = Shape::kPlain;
  std::string mean;  // a parameter; empty: 0
  struct Load {
    std::string draw_of;  // a random coefficient
    std::string spread;   // a parameter
  };
  std::vector<Load> loads;
  double lower = 0;
  double upper = 1;
};

struct Alternative {
  std::string name;
  double code = 0;            // its number in the column of choices
  Expression available = {};  // of data; empty: always
  Expression utility = {};
};

struct Nest {
  std::string name;
  Expression scale = {};  // of parameters; empty: 1. kUnscaled: tau
  struct Member {
    std::string name;       // an alternative or a nest
    Expression share = {};  // of parameters; empty: 1
  };
  std::vector<Member> members;
};
enum class Normalisation : std::uint8_t { kTop, kBottom, kUnscaled };

struct LatentClass {
  std::string name;
  Expression share = {};       // probability, of parameters and data; or
  Expression membership = {};  // utility of a logit over classes
  std::map<std::string, Expression, std::less<>> set = {};  // parameters that differ in this class
};

struct ModelSpec {
  std::string name;
  std::vector<Parameter> parameters;
  std::vector<RandomCoefficient> random;
  std::vector<Alternative> alternatives;  // wide data; long data: one, its name is not used
  std::vector<Nest> nests;
  Normalisation normalisation = Normalisation::kTop;
  Expression root_scale = {};
  std::vector<LatentClass> classes;
};

// What the rows of a table are.
struct DataSpec {
  bool long_form = false;  // a row is an alternative; otherwise a row is a choice
  std::string choice;      // wide: column with the code chosen. long: column with the number of
                           // times the row was chosen
  std::string case_id;     // long: column that is the same within a choice set
  std::string panel;       // column whose value names the unit; empty: each choice its own
  std::string cluster;     // column for clustered standard errors; empty: units
  Expression weight = {};  // of data, per choice; empty: 1
  bool applied_only =
      false;                // what was chosen does not matter: no likelihood, only application.hpp
  Expression exclude = {};  // of data: rows left out where it is not 0
};

struct DrawSpec {
  std::size_t number = 1000;  // a unit and coefficient
  std::uint64_t seed = 1;
};

}  // namespace stopover::choice
